/** Lets the seed trade as a user would, through the rules: so seeded documents are as consistent as entered ones. */
import { rules } from '../rules/index.mts';
import type { Body, Clock, Company, Row } from '../world.mts';

export type Answer = (operation: string, body: Body, ids?: Record<string, number>) => Row;

/** A caller of rules in the name of the company's first user. */
export function asUser(company: Company, clock: Clock): Answer {
	const [user] = [...company.table('users').all()];
	return (operation, body, ids = {}) => {
		const [method, path] = operation.split(' ');
		const call = {
			method,
			path,
			ids,
			body,
			company,
			clock,
			user,
			query: {},
			expand: new Set<string>(),
			release: '2025 R1',
		};
		return rules[operation](call) as Row;
	};
}
