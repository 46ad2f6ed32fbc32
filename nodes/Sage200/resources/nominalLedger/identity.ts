/** How a person names a nominal account. */
import { defineIdentity } from '../../core/identity';

/** How a person names a nominal account: by its code, with cost centre and department where there are several. */
export const nominalIdentity = defineIdentity({
	resource: 'nominal_codes',
	parameter: 'nominalCode',
	label: 'Nominal Code',
	keys: [
		{
			field: 'reference',
			label: 'Code',
			placeholder: 'e.g. 4000, or 4000/NTH/GEN',
			parts: ['cost_centre_code', 'department_code'],
		},
	],
	shown: ['name', 'reference', 'cost_centre_code', 'department_code'],
});
