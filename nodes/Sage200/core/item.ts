/** One n8n item on its way through an operation: its parameters and the company it goes to. */
import type {
	IDataObject,
	IExecuteFunctions,
	IWorkflowExecutionCustomData,
	NodeTypeAndVersion,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Site } from '../sage200/login/sites';

import type { Company } from './company';
import { errorOutput, isDoubt, toNodeError } from './errors';
import { Parameters, type ReadItem, type ReadParameter } from './parameters';
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
	/** The items that this one stands for; itself where it stands for no others. */
	parts: Item[] = [this];

	/** The items of the operation that nothing refused before it began, in all companies. Those that an earlier try did count. */
	fellows: Item[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		readonly run: Run,
		readonly index: number,
		private readonly readItem: ReadItem,
		read: ReadParameter = readItem(index),
	) {
		super(read, context.getTimezone());
	}

	/** The same item, in one of several companies. */
	visit(site: Site, company: Company): Item {
		const visit = new Item(this.context, this.run, this.index, this.readItem);
		visit.company = company;
		visit.visited = site;
		return visit;
	}

	/** The same item once more, for another of the documents that it holds. */
	twin(): Item {
		const twin = new Item(this.context, this.run, this.index, this.readItem);
		twin.company = this.company;
		twin.visited = this.visited;
		return twin;
	}

	/**
	 * One item that stands for this and others, in its place.
	 * @param together what their values of a parameter are as one
	 */
	joinedBy(others: Item[], together: (values: unknown[]) => unknown): Item {
		const parts = [this, ...others];
		const joined = new Item(this.context, this.run, this.index, this.readItem, (...asked) =>
			together(parts.map((part) => part.read(...asked))),
		);
		joined.company = this.company;
		joined.visited = this.visited;
		joined.parts = parts;
		return joined;
	}

	/** All items that came to the node, this one as well. */
	get input(): Item[] {
		return this.context
			.getInputData()
			.map((_, index) => new Item(this.context, this.run, index, this.readItem));
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

	/** What n8n keeps with the execution to find it by; undefined where it keeps nothing. */
	get customData(): IWorkflowExecutionCustomData | undefined {
		// As expressions get it: n8n 1 gives nodes no other way to it.
		const { $execution } = this.context.getWorkflowDataProxy(this.index) as {
			$execution?: { customData?: IWorkflowExecutionCustomData };
		};
		return $execution?.customData;
	}

	/** Whether n8n may run the node again for the same items. */
	get isRetried(): boolean {
		return this.context.getNode().retryOnFail === true && Boolean(this.context.getExecutionId());
	}

	/** A row for a part of the item that failed, with all that its error says; a doubt is written into n8n's log. */
	failedRow(error: unknown, facts: IDataObject): IDataObject {
		const node = this.context.getNode();
		const nodeError = toNodeError(node, error, this.index);
		if (isDoubt(nodeError)) this.context.logger.warn(nodeError.message);
		return { ...facts, ...errorOutput(node, nodeError, this.index).json };
	}

	/** The JSON that arrived with the item. */
	get json(): IDataObject {
		return this.context.getInputData()[this.index]?.json ?? {};
	}
}
