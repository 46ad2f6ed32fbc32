/** What is told of a connection. */
import type { Gives } from '../../core/gives';

/** Of an access token; minutes are a word where they are not known. */
export const ACCESS_GIVEN: Gives = {
	valid: 'boolean',
	expiresAt: 'string',
	minutesLeft: 'number',
};

export const CHECK_GIVEN: Gives = {
	healthy: 'boolean',
	summary: 'string',
	troubles: 'array',
	access: ACCESS_GIVEN,
	login: { startedAt: 'string', source: 'string', expiresAt: 'string', daysLeft: 'number' },
	credential: { name: 'string', edition: 'string', siteId: 'string', companyId: 'string' },
	companies: 'array',
	user: { friendly_name: 'string', email_address: 'string' },
	modules: 'array',
	permissions: 'object',
};
