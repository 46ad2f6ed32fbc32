/** One n8n item on its way through an operation: its parameters and the company it goes to. */
import type {
	IDataObject,
	IExecuteFunctions,
	NodeTypeAndVersion,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Site } from '../sage200/login/sites';

import type { Company } from './company';
import { Parameters, readingItem } from './parameters';
import type { Run } from './run';

/** How n8n runs an execution. */
export interface ExecutionFacts {
	/** The n8n instance. */
	instance: string;
	id: string;
	/** How often the node ran before in this execution. */
	run: number;
	mode: WorkflowExecuteMode;
	workflow: string;
	node: string;
	nodeType: string;
	/** Nodes that lie before this one. */
	before: NodeTypeAndVersion[];
}

export class Item extends Parameters {
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
	) {
		super(readingItem(context, index), context.getTimezone());
	}

	/** The same item, in one of several companies. */
	visit(site: Site, company: Company): Item {
		const visit = new Item(this.context, this.run, this.index);
		visit.company = company;
		visit.visited = site;
		return visit;
	}

	/** The same item once more, for another of the documents that it holds. */
	twin(): Item {
		const twin = new Item(this.context, this.run, this.index);
		twin.company = this.company;
		twin.visited = this.visited;
		return twin;
	}

	/** What the workflow remembers of this node from one production execution to the next. */
	get memory(): IDataObject {
		return this.context.getWorkflowStaticData('node');
	}

	/** How n8n runs the execution. */
	get execution(): ExecutionFacts {
		const { name, type } = this.context.getNode();
		return {
			instance: this.context.getInstanceId(),
			id: this.context.getExecutionId(),
			run: Number(this.context.evaluateExpression('{{ $runIndex }}', this.index)),
			mode: this.context.getMode(),
			workflow: String(this.context.getWorkflow().id),
			node: name,
			nodeType: type,
			before: this.context.getParentNodes(name, { includeNodeParameters: true }),
		};
	}

	/** The JSON that arrived with the item. */
	get json(): IDataObject {
		return this.context.getInputData()[this.index]?.json ?? {};
	}
}
