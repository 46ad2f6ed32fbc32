/**
 * The house's floors (docs/architecture.md): data goes n8n item → resource → domain → transport → Sage, and a lower
 * floor never imports a higher one. Run by `npm run lint`.
 */

const HOME = '^nodes/Sage200/';

/** Files of a floor may import that floor, the floors named, and (if it speaks n8n) n8n-workflow. */
function floor(name, { floors = [], n8n }) {
	const own = `${HOME}(${[name, ...floors].join('|')})/`;
	return {
		name: `floor-${name}`,
		severity: 'error',
		from: { path: `${HOME}${name}/` },
		to: { pathNot: n8n ? [own, 'node_modules/n8n-workflow/'] : [own] },
	};
}

/**
 * Rooms of the domain, from top to bottom. A room may import rooms of lower levels, and rooms of its own level that
 * stand after it: so no room imports one that imports it back.
 */
const ROOMS = [
	'orders',
	'customers',
	'despatches',
	'nominal',
	'push',
	'lines',
	'shops',
	'lookups',
	'login',
	'values',
	'protocol',
];

/** Inside the room of orders, likewise. */
const ORDER_ROOMS = ['shop', 'derived', 'amend', 'create', 'prices'];

function rooms(home, names) {
	return names.map((name, at) => ({
		name: `room-${name}`,
		severity: 'error',
		from: { path: `${home}${name}/` },
		to: { path: `${home}(${names.slice(0, at).join('|') || 'none'})/` },
	}));
}

module.exports = {
	forbidden: [
		...rooms(`${HOME}sage200/`, ROOMS),
		...rooms(`${HOME}sage200/orders/`, ORDER_ROOMS),
		{
			name: 'domain-has-rooms-only',
			comment: 'A loose file belongs in a room of the domain (docs/architecture.md).',
			severity: 'error',
			from: { path: `${HOME}sage200/[^/]+$` },
			to: {},
		},
		floor('catalog', { n8n: false }),
		floor('sage200', { floors: ['catalog'], n8n: false }),
		floor('transport', { floors: ['sage200', 'catalog'], n8n: true }),
		floor('core', { floors: ['transport', 'sage200', 'catalog'], n8n: true }),
		floor('trigger', { floors: ['sage200', 'catalog'], n8n: false }),
		floor('polling', {
			floors: ['core', 'transport', 'trigger', 'sage200', 'catalog'],
			n8n: true,
		}),
		floor('events', {
			floors: ['polling', 'core', 'transport', 'trigger', 'sage200', 'catalog'],
			n8n: true,
		}),
		floor('resources', { floors: ['core', 'transport', 'sage200', 'catalog'], n8n: true }),
		floor('methods', {
			floors: ['resources', 'core', 'transport', 'trigger', 'sage200', 'catalog'],
			n8n: true,
		}),
		{
			name: 'ships-without-dependencies',
			comment: 'Verified nodes have no runtime dependency; n8n brings n8n-workflow.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { pathNot: ['^(nodes|credentials)/', 'node_modules/n8n-workflow/'] },
		},
		{
			name: 'simulator-shares-facts-only',
			comment: 'A simulator that ran the node’s own code would agree with the node’s own mistakes.',
			severity: 'error',
			from: { path: '^simulator/' },
			to: { path: '^(nodes|credentials)/', pathNot: `${HOME}catalog/` },
		},
		{
			name: 'no-circular',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'not-to-unresolvable',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		// Type imports count too: a floor that knows a higher floor's types knows the floor.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		// The catalog reads its data with module.require when it is first asked for.
		exoticRequireStrings: ['module.require'],
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default', 'types'],
			extensions: ['.ts', '.mts', '.js', '.mjs', '.json'],
		},
	},
};
