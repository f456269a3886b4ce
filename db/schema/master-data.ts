export * from './items.ts';
export * from './parties.ts';
export * from './places.ts';
