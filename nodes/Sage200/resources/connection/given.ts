/** What is told of a connection. */
import type { Gives } from '../../core/gives';

/** What is given of an access token; minutes are a word where they are not known. */
export const ACCESS_GIVEN: Gives = {
	valid: 'boolean',
	expires_at: 'string',
	minutes_left: 'number',
};

export const CHECK_GIVEN: Gives = {
	healthy: 'boolean',
	summary: 'string',
	troubles: 'array',
	access: ACCESS_GIVEN,
	login: { started_at: 'string', source: 'string', expires_at: 'string', days_left: 'number' },
	credential: { name: 'string', edition: 'string', site_id: 'string', company_id: 'string' },
	looked_into: 'string',
	companies: 'array',
	user: { friendly_name: 'string', email_address: 'string' },
	modules: 'array',
	permissions: 'object',
};
