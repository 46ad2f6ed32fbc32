/** The login that a person has to renew before it ends. */
import type { INodeProperties } from 'n8n-workflow';

import type { NumberProperty } from '../core/checkedNumber';
import type { TriggerEvent } from '../polling/event';
import { connectedOnOf } from '../sage200/login/health';
import { LONGEST_LOGIN_DAYS, loginTimes, type StoredTokens } from '../sage200/login/times';
import { SageFailure } from '../sage200/protocol/failures';
import { endsLogin } from '../transport/errors';
import { loginsMachine } from '../trigger/logins';

const BELOW: NumberProperty = {
	displayName: 'Warn When Days Left Below',
	name: 'daysLeftBelow',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 365 },
	default: 10,
	validateType: 'number',
	description: 'The end is told once a day when fewer days than this are left',
};

const CONNECTED_ON: INodeProperties = {
	displayName: 'Connected On',
	name: 'connectedOn',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-05-24',
	description:
		'The day on which a person last connected the credential. Used only where the identity server does not tell.',
};

export const loginEnding: TriggerEvent = {
	value: 'loginEnding',
	name: 'Login Ending',
	description: 'The login to Sage 200 ends soon, or has ended',
	withoutCompany: true,
	properties: [BELOW, CONNECTED_ON],
	async machine(parameters, run) {
		const { loginLifetimeDays, oauthTokenData } = await run.credential();
		const connectedOn = connectedOnOf(parameters.text(CONNECTED_ON.name), Date.now());
		return loginsMachine({
			below: parameters.number(BELOW),
			times: loginTimes(
				(oauthTokenData ?? {}) as StoredTokens,
				Number(loginLifetimeDays) || LONGEST_LOGIN_DAYS,
				connectedOn,
				Date.now(),
			),
			credential: run.credentialName,
			isLost,
		});
	},
	scope: () => [],
};

function isLost(error: unknown): boolean {
	if (error instanceof SageFailure && error.kind === 'unauthorised') return true;
	return error instanceof Error && endsLogin(error);
}
