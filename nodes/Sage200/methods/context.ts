/** Opens the company that a list of the form is to be read from: the chosen one, otherwise the credential's. */
import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { Company } from '../core/company';
import { toNodeError } from '../core/errors';
import { ALL_COMPANIES } from '../core/companyChoice';
import { CALLS_IN_FLIGHT, type Limits } from '../core/limits';
import { Run } from '../core/run';
import { InvalidInput } from '../sage200/protocol/failures';

/** Someone waits for a list of the form: it gives up sooner than an execution would. */
const PATIENCE: Limits = { callsInFlight: CALLS_IN_FLIGHT.default, timeout: 30, retries: 1 };

/** The run that reads lists of the form. */
export async function openRun(context: ILoadOptionsFunctions): Promise<Run> {
	return await Run.open(context, PATIENCE);
}

/**
 * The company whose lists the form shows: the chosen one, otherwise the credential's own.
 * @throws InvalidInput when the login does not reach it
 */
export async function openCompany(context: ILoadOptionsFunctions): Promise<Company> {
	const run = await openRun(context);
	const chosen = context.getCurrentNodeParameter('company', { extractValue: true });
	const wanted =
		typeof chosen === 'string' || typeof chosen === 'number' ? String(chosen).trim() : '';
	return await run.company(wanted === ALL_COMPANIES ? '' : wanted);
}

/**
 * Runs a method of the form.
 * @returns a method that throws NodeOperationError with what happened and what to do in one text: n8n shows no more in a form
 */
export function withNodeErrors<Arguments extends unknown[], Result>(
	method: (context: ILoadOptionsFunctions, ...rest: Arguments) => Promise<Result>,
): (this: ILoadOptionsFunctions, ...rest: Arguments) => Promise<Result> {
	return async function (this: ILoadOptionsFunctions, ...rest: Arguments) {
		try {
			return await method(this, ...rest);
		} catch (error) {
			const { message, description } = toNodeError(this.getNode(), error, 0);
			const remedy = error instanceof InvalidInput ? error.advice : description;
			throw new NodeOperationError(
				this.getNode(),
				remedy ? `${message.replace(/\.$/, '')}. ${remedy}` : message,
				{ level: 'warning' },
			);
		}
	};
}
