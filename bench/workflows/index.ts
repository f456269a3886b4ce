export { noOpSteps } from './no-op-steps.ts';
