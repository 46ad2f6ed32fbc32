/**
 * The admin URL's client, with the simulator's own types. Its code stands in test/support, where jest, which is
 * CommonJS, can read it too.
 */
import { AdminClient } from '../test/support/admin-client.ts';
import type { Behaviour } from './behaviour/index.mts';
import type { Fault } from './api/faults.mts';

export type SimulatorAdmin = AdminClient<Behaviour, Fault>;

/** A client of a running simulator. */
export function connectAdmin(adminUrl: string): SimulatorAdmin {
	return new AdminClient<Behaviour, Fault>(adminUrl);
}
