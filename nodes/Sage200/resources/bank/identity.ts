/** How a person names a bank account. */
import { defineIdentity } from '../../core/identity';

export const bankIdentity = defineIdentity({
	resource: 'banks',
	parameter: 'bank',
	label: 'Bank Account',
	keys: [{ field: 'code', label: 'Code', placeholder: 'e.g. CURRENT' }],
	shown: ['description', 'code'],
});
