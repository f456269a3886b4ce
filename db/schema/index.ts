export * from './lots.ts';
export * from './master-data.ts';
export * from './people.ts';
export * from './quality.ts';
export * from './receiving.ts';
export * from './record.ts';
export * from './tasks.ts';
