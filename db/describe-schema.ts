import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from './connect.ts';

/** A part of the description: a heading, and a query whose rows are its lines, in order. */
type Section = { heading: string; between?: '\n\n'; lines: SQL };

const mine = sql`n.nspname = 'public'`;

const tables: Section = {
  heading: 'Tables',
  between: '\n\n',
  lines: sql`
    select format(E'create table %I (\n%s\n);', c.relname, string_agg(part.text, E',\n' order by part.rank, part.place, part.text)) as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      cross join lateral (
        select 1 as rank, a.attnum as place, format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod))
               || case when a.attidentity <> '' then ' generated always as identity' else '' end
               || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
               || case when a.attnotnull then ' not null' else '' end as text
          from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        union all
        -- Since PostgreSQL 18 "not null" is a constraint of its own; the columns say it already.
        select case k.contype when 'p' then 2 when 'u' then 3 when 'f' then 4 else 5 end, 0,
               format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
          from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
      ) part
     where ${mine} and c.relkind in ('r', 'p') group by c.relname order by c.relname`,
};

const indexes: Section = {
  heading: 'Indexes',
  lines: sql`
    select pg_get_indexdef(i.indexrelid) || ';' as line
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where ${mine} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
     order by i.indrelid::regclass::text, c.relname`,
};

const sequences: Section = {
  heading: 'Sequences',
  lines: sql`
    select format('create sequence %I;', c.relname) as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${mine} and c.relkind = 'S' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i')
     order by c.relname`,
};

const views: Section = {
  heading: 'Views',
  between: '\n\n',
  lines: sql`
    select format(E'create view %I as\n%s', c.relname, pg_get_viewdef(c.oid)) as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${mine} and c.relkind in ('v', 'm') order by c.relname`,
};

const functions: Section = {
  heading: 'Functions',
  between: '\n\n',
  lines: sql`
    select rtrim(pg_get_functiondef(p.oid), E'\n') || ';' as line
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where ${mine} and p.prokind in ('f', 'p') order by p.proname, pg_get_function_identity_arguments(p.oid)`,
};

const triggers: Section = {
  heading: 'Triggers',
  lines: sql`
    select pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then ';' else '; -- fires ' || t.tgenabled::text end as line
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where ${mine} and not t.tgisinternal order by c.relname, t.tgname`,
};

/** Tables whose rows are fenced, and by what. */
const policies: Section = {
  heading: 'Row policies',
  lines: sql`
    select format('alter table %I enable row level security;', c.relname) as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${mine} and c.relrowsecurity
    union all
    select format('create policy %I on %I for %s to %s using (%s) with check (%s);', p.polname, c.relname,
                  case p.polcmd when '*' then 'all' else p.polcmd::text end,
                  (select string_agg(oid::regrole::text, ', ' order by oid::regrole::text) from unnest(p.polroles) oid),
                  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${mine}
     order by 1`,
};

/** What each role may do; the owner, who may do everything, is left out, and so is whoever granted. */
const grants: Section = {
  heading: 'Grants',
  lines: sql`
    select format('grant %s on %s to %s;', string_agg(distinct lower(privilege), ', ' order by lower(privilege)), object, grantee) as line
      from (
        select acl.privilege_type as privilege, format('%s %I', case c.relkind when 'S' then 'sequence' else 'table' end, c.relname) as object,
               acl.grantee::regrole::text as grantee, c.relowner as owner, acl.grantee as grantee_id
          from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) acl where ${mine}
        union all
        select format('%s (%s)', acl.privilege_type, a.attname), format('table %I', c.relname), acl.grantee::regrole::text, c.relowner, acl.grantee
          from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) acl
         where ${mine} and not a.attisdropped
        union all
        select acl.privilege_type, 'schema public', acl.grantee::regrole::text, n.nspowner, acl.grantee
          from pg_namespace n, aclexplode(n.nspacl) acl where ${mine}
      ) granted
     where grantee_id <> owner and grantee like 'holdfast%'
     group by object, grantee order by object, grantee`,
};

/**
 * The schema `public` as text, from the catalogue: what the migrations have made, always in the same order, so that two
 * descriptions differ exactly where the schemas do. For reading and comparing; databases are made by the migrations.
 */
export async function describeSchema(db: DbOrTx): Promise<string> {
  const parts: string[] = [];
  for (const { heading, between, lines } of [
    sequences,
    tables,
    indexes,
    views,
    functions,
    triggers,
    policies,
    grants,
  ]) {
    const rows = await db.execute<{ line: string }>(lines);
    parts.push(`-- ${heading}\n\n${rows.map(({ line }) => line).join(between ?? '\n')}\n`);
  }
  return `-- Written by "npm run db:generate" from the catalogue. Change db/schema and the migrations, not this file.\n\n${parts.join('\n')}`;
}
