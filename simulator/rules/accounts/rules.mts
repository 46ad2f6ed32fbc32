/**
 * Rules of accounts, by operation.
 * Operations: the catalog. That an active account is live is inferred from the names.
 */
import type { Body, Call, Expansions, Rule, Rules } from '../../world.mts';
import { changeDeliveryAddress, createDeliveryAddress } from './delivery-addresses.mts';
import {
	changeTrader,
	createTrader,
	CUSTOMER,
	previewTrader,
	removeTrader,
	SUPPLIER,
	type TraderKind,
} from './trader.mts';

const ANSWERS: Record<string, (kind: TraderKind, call: Call) => unknown> = {
	'POST /*': createTrader,
	'PUT /*/{Id}': changeTrader,
	'DELETE /*/{Id}': removeTrader,
	'POST /*_new': previewTrader,
};

/** Rules of customers and suppliers. */
export const accountRules: Rules = {
	...Object.fromEntries([CUSTOMER, SUPPLIER].flatMap(rulesOf)),
	'POST /customer_delivery_addresses': createDeliveryAddress,
	'PUT /customer_delivery_addresses/{Id}': changeDeliveryAddress,
	'GET /current_user_sop_user_permissions': ({ company, user }) =>
		company.table('sop_user_permissions').where('user_number', user.id),
	'GET /current_user': ({ company, user }) => ({
		...[...company.table('current_user').all()][0],
		friendly_name: user.name,
		id: user.id,
	}),
};

function rulesOf(kind: TraderKind): Array<[string, Rule]> {
	return Object.entries(ANSWERS).map(([operation, answer]) => [
		operation.replace('*', kind.resource),
		(call) => answer(kind, call),
	]);
}

/** Whether an account is live is worked out when it is asked for. */
export const accountExpansions: Expansions = {
	'customer.status': statusOf,
	'supplier.status': statusOf,
};

function statusOf(trader: Body): Body {
	return { is_live: trader.account_status_type === 'AccountStatusActive' };
}
