/** One n8n item on its way through an operation: its parameters and the company it goes to. */
import type { IDataObject, IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';

import type { Site } from '../sage200/login/sites';
import type { ValueRules } from '../sage200/values/values';

import type { Company } from './company';
import type { Run } from './run';

export interface Locator {
	mode: string;
	value: string;
}

export class Item {
	/** Set by the router before the operation begins. */
	company!: Company;
	/** The same item in each company, where it asks for all of them. */
	visits: Item[] = [];
	/** The company that a visit is to. */
	visited?: Site;

	constructor(
		private readonly context: IExecuteFunctions,
		readonly run: Run,
		readonly index: number,
	) {}

	/** The same item, in one of several companies. */
	visit(site: Site, company: Company): Item {
		const visit = new Item(this.context, this.run, this.index);
		visit.company = company;
		visit.visited = site;
		return visit;
	}

	/** A parameter's value; `fallback` when the node does not show it. */
	parameter<T = unknown>(name: string, fallback?: T): T {
		return this.context.getNodeParameter(name, this.index, fallback) as T;
	}

	/** A text parameter, trimmed; expressions may give numbers. */
	text(name: string): string {
		const value = this.parameter<unknown>(name, '');
		return value === undefined || value === null ? '' : String(value).trim();
	}

	/** A collection's values; empty when the user added none. */
	collection(name: string): IDataObject {
		return this.parameter<IDataObject | undefined>(name, {}) ?? {};
	}

	/**
	 * A collection of Sage's own fields, just as the user gave it. n8n's conversion would make 0 of an empty number, and
	 * the sixth of May of 05/06/2024: what is to be sent is converted, or refused, by the domain.
	 */
	fields(name: string): IDataObject {
		const given = this.context.getNodeParameter(name, this.index, {}, { skipValidation: true }) as
			| IDataObject
			| undefined;
		return given ?? {};
	}

	/** A picker: by list, by a human key, or by ID. Expressions and AI tools may give just the value. */
	locator(name: string): Locator {
		const given = this.parameter<INodeParameterResourceLocator | string | number | undefined>(
			name,
			'',
		);
		if (typeof given !== 'object' || given === null)
			return { mode: 'auto', value: String(given ?? '').trim() };
		return { mode: String(given.mode ?? 'id'), value: String(given.value ?? '').trim() };
	}

	/** How values of this item are turned into Sage's. */
	get rules(): ValueRules {
		return {
			timeZone: this.context.getTimezone(),
			overlongText: this.collection('options').overlongText === 'cut' ? 'cut' : 'refuse',
		};
	}

	/** What the workflow remembers of this node from one production execution to the next. */
	get memory(): IDataObject {
		return this.context.getWorkflowStaticData('node');
	}

	/** The JSON that arrived with the item. */
	get json(): IDataObject {
		return this.context.getInputData()[this.index]?.json ?? {};
	}
}
