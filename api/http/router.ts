import type { Answered, Asked, Contract } from '#api/contracts/contract.ts';
import type { Result } from '#domain/result.ts';
import type { Answer } from '#operations/run-command.ts';
import type { ApiRequest } from './request.ts';

/** Answers a call: a value or a refusal. Faults are thrown. */
export type Handler<C> = (asked: Asked<C>, request: ApiRequest) => Promise<Result<Answered<C>> | Answer<Answered<C>>>;

/** A contract with the code that keeps it. */
export type Route = { contract: Contract; handler: Handler<Contract> };

/** Collects routes; what serves them is told apart, so that documents about them need no server. */
export class ApiRouter {
  readonly routes: Route[] = [];

  route<const C extends Contract>(contract: C, handler: Handler<C>): void {
    const taken = this.routes.find(({ contract: { operationId } }) => operationId === contract.operationId);
    if (taken) throw new Error(`There are two routes called ${contract.operationId}`);
    // The parser makes exactly what C says from the same contract, so forgetting C here loses nothing.
    this.routes.push({ contract, handler: handler as unknown as Handler<Contract> });
  }
}
