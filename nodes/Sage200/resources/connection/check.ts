/** Tells whether the connection works, and what a person has to do where it does not. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { earlier } from '../../core/form/earlier';
import type { Item } from '../../core/item';
import { type Operation } from '../../core/resource';
import { oneByOne } from '../../core/prepared';
import { connectedOnOf, type Trouble } from '../../sage200/login/health';

import { CHECK_GIVEN } from './given';
import { inspect } from './report';

const properties: INodeProperties[] = [
	{
		displayName: 'Warn When Days Left Below',
		name: 'failBelowDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		validateType: 'number',
		description:
			'With fewer days left until the login ends, the check says that the connection is not well',
	},
	{
		displayName: 'Fail When Unhealthy',
		name: 'failWhenUnhealthy',
		type: 'boolean',
		default: false,
		validateType: 'boolean',
		description: 'Whether the node fails when the connection is not well, in place of a report',
	},
	{
		displayName: 'Connected On',
		name: 'connectedOn',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-05-24',
		description:
			'The day on which a person last connected the credential. Used only where the identity server does not tell.',
	},
	earlier('List Only', 'listOnly', true),
];

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check connection',
	description:
		'Report access token, login, user, companies, licence and permissions; never the tokens',
	writes: false,
	withoutCompany: true,
	gives: CHECK_GIVEN,
	properties,
	prepare: oneByOne(checked),
};

async function checked(item: Item): Promise<object> {
	const { report, healthy, cause } = await inspect(item.run, {
		failBelowDays: Number(item.parameter('failBelowDays', 10)),
		connectedOn: connectedOnOf(item.text('connectedOn'), Date.now()),
	});
	if (healthy || !failsWhenUnhealthy(item)) return report;
	// A cause goes on as it is, most of all n8n's own word that the credential needs to be reconnected.
	throw cause ?? new Unwell(report);
}

/** Earlier forms asked whether to list only. */
function failsWhenUnhealthy(item: Item): boolean {
	return item.parameter('failWhenUnhealthy', false) || !item.parameter('listOnly', true);
}

/** Nothing failed, and still the connection will not do. */
class Unwell extends Error {
	constructor(readonly details: IDataObject) {
		super(String(details.summary));
	}

	get remedy(): string {
		return (this.details.troubles as unknown as Trouble[]).map(({ remedy }) => remedy).join(' ');
	}
}
