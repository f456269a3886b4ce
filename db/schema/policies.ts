import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';
import { id, instant, oneOf } from './columns.ts';
