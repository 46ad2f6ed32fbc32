/** Analysis codes by the names that the site gave them: `Sales Channel` → `analysis_code_1`. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { normalKey, type Lookups } from '../../lookups/lookups';

/** What a mapping is of: the last word of its class, which releases write with and without a name space. */
const CLASSES = {
	order: /(^|\.)SOPOrder(Return)?$/i,
	line: /(^|\.)SOP(Order(Return)?|StandardItem|FreeText|AdditionalCharge)Line$/i,
};

export type AnalysisOwner = keyof typeof CLASSES;

/** Mappings of all records; read once an execution. */
export async function readAnalysisCodes(lookups: Lookups): Promise<AnalysisCodes> {
	return new AnalysisCodes(
		await lookups.all('analysis_code_mappings', { $expand: 'analysis_code' }),
	);
}

export class AnalysisCodes {
	constructor(private readonly mappings: SageRecord[]) {}

	/** The values as fields of the record. Names that the site does not use are added to `problems`. */
	fields(
		owner: AnalysisOwner,
		values: Record<string, unknown>,
		label: string,
		problems: Problem[],
	): SageRecord {
		const own = this.of(owner);
		return Object.fromEntries(
			Object.entries(values).flatMap(([name, value]) => {
				const mapping = own.find((each) => normalKey(nameOf(each)) === normalKey(name));
				if (mapping) return [[fieldOf(mapping), value]];
				const known = own.map(nameOf).join(', ') || 'none';
				problems.push({
					field: `${label}Analysis Codes`,
					message: `Sage 200 has no analysis code "${name}" here`,
					remedy: `It has: ${known}.`,
				});
				return [];
			}),
		);
	}

	/** Analysis codes that the site demands and the record does not have. */
	missing(owner: AnalysisOwner, record: SageRecord): string[] {
		return this.of(owner)
			.filter((mapping) => mapping.is_mandatory === true && (record[fieldOf(mapping)] ?? '') === '')
			.map(nameOf);
	}

	private of(owner: AnalysisOwner): SageRecord[] {
		return this.mappings.filter(({ class_name }) =>
			CLASSES[owner].test(String(class_name).replaceAll(' ', '')),
		);
	}
}

function nameOf({ analysis_code: code }: SageRecord): string {
	return String((code as SageRecord | undefined)?.name ?? '');
}

function fieldOf({ slot, property_name }: SageRecord): string {
	return `analysis_code_${Number(slot ?? 0) || (/\d{1,3}$/.exec(String(property_name))?.[0] ?? '')}`;
}
