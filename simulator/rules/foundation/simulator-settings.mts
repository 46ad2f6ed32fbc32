/**
 * Choices of the simulated site that Sage has no documented setting for. They are one row of the table
 * `simulator_settings`, so the admin URL can edit them like any other row.
 */
import type { Company } from '../../world.mts';
import { settings } from './records.mts';

export interface SimulatorSettings {
	/** What happens to an order over the customer's credit limit: saved on hold, saved with the flag only, or refused. */
	over_credit_limit: 'hold' | 'flag' | 'refuse';
	/** How long a record lock lives. */
	lock_minutes: number;
}

export const DEFAULT_SIMULATOR_SETTINGS: SimulatorSettings = {
	over_credit_limit: 'hold',
	lock_minutes: 20,
};

/** The site's choices. */
export function simulatorSettings(company: Company): SimulatorSettings {
	return { ...DEFAULT_SIMULATOR_SETTINGS, ...settings(company, 'simulator_settings') };
}
