import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describeCommon } from './core/commonForm';
import { describeResources, isForOneCompany } from './core/resource';
import { operationsOf, route } from './core/router';
import { expandFields, filterFields, selectFields } from './methods/fieldLists';
import { keyFields } from './methods/keyFields';
import { companiesOf, namedLists, pickListsOf } from './methods/pickLists';
import { recordFields } from './methods/recordFields';
import { recordInnerParents, recordParents, records, recordTypes } from './methods/recordTypes';
import { referenceListsOf } from './methods/references';
import { resources } from './resources';

const properties = [...describeResources(resources), ...describeCommon(resources)];
const operations = operationsOf(resources);

/** The action node: its description, and one call into the router. Its resources are in `resources/`. */
export class Sage200 implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sage 200',
		name: 'sage200',
		icon: { light: 'file:sage200.svg', dark: 'file:sage200.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Push orders and work with customers, stock and ledgers in Sage 200',
		defaults: { name: 'Sage 200' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Sales Order > Create looks for its Order Key first, so an order that comes twice is made once: give the number of the shop order. For a list add no loop: Get Many with Return All reads all pages. To start a workflow use Sage 200 Trigger.',
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sage200OAuth2Api', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			companies: companiesOf((name) => {
				const operation = operations.get(name);
				return operation !== undefined && isForOneCompany(operation);
			}),
			recordInnerParents,
			recordParents,
			records,
			recordTypes,
			...namedLists,
			...pickListsOf(resources.flatMap(({ identity }) => identity ?? [])),
		},
		resourceMapping: { recordFields },
		loadOptions: {
			expandFields,
			filterFields,
			keyFields,
			selectFields,
			...referenceListsOf(properties),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, operations);
	}
}
