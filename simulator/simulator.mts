/** Puts the simulated Sage 200 together and starts it. */
import fastify from 'fastify';
import { ADMIN_PATH, serveAdmin } from './admin/server.mts';
import { DEFAULT_BEHAVIOUR, setBehaviour, type Behaviour } from './behaviour/index.mts';
import { Faults } from './api/faults.mts';
import { Gate } from './api/gate.mts';
import { API_PATHS, serveApi } from './api/server.mts';
import { SageService } from './api/service.mts';
import { Traffic } from './api/traffic.mts';
import { readData, writeData } from './data/data-file.mts';
import { World } from './data/world.mts';
import { startIdentity } from './identity/server.mts';
import { explained, HOST } from './listen.mts';
import { NOTICE, NOTICE_HEADER } from './notice.mts';
import { expansions, projections, rules } from './rules/index.mts';
import { withheld } from './rules/withheld.mts';
import { COMPANIES, DEFAULT_SIZE, seedCompany } from './seed/index.mts';

export interface SimulatorOptions {
	/** Port of the API and the admin URL; 0 for any free one. */
	port: number;
	/** Port of the identity server; 0 for any free one. */
	identityPort: number;
	/** Where logins may lead back to, besides any address on this machine. */
	redirectUris: string[];
	seed: number;
	customers: number;
	products: number;
	/** Keeps the data from one run to the next. */
	dataFile?: string;
	/** Switches that differ from the usual ones from the start; a reset goes back to them. */
	behaviour: Partial<Behaviour>;
	/** Takes the log's lines. */
	log: (line: string) => void;
}

/** What a client needs to use the simulator. */
export interface SimulatorFacts {
	apiUrl: string;
	identityUrl: string;
	clientId: string;
	clientSecret: string;
	siteId: string;
	companyId: number;
	adminUrl: string;
	redirectUri: string;
	login: { user: string; password: string };
	simulator: string;
}

export interface RunningSimulator extends SimulatorFacts {
	close(): Promise<void>;
}

/** Where n8n takes logins back, unless it is told another address. */
export const N8N_CALLBACK = 'http://localhost:5678/rest/oauth2-credential/callback';

export const DEFAULT_OPTIONS: SimulatorOptions = {
	port: 0,
	identityPort: 0,
	redirectUris: [N8N_CALLBACK],
	...DEFAULT_SIZE,
	behaviour: {},
	log: () => {},
};

const APPLICATION = {
	clientId: 'sage-200-simulator-client',
	clientSecret: 'sage-200-simulator-secret',
};

/**
 * Starts the simulator.
 * @throws Error that says which port is taken
 */
export async function startSimulator(
	given: Partial<SimulatorOptions> = {},
): Promise<RunningSimulator> {
	const options = { ...DEFAULT_OPTIONS, ...given };
	const usual = structuredClone(DEFAULT_BEHAVIOUR) as Behaviour;
	setBehaviour(usual, options.behaviour);
	const behaviour = structuredClone(usual);
	const world = new World(COMPANIES, seedCompany, options, behaviour, withheld);
	if (options.dataFile) await readData(world, options.dataFile);
	const application = { ...APPLICATION, redirectUris: options.redirectUris };
	const starting = startIdentity({
		port: options.identityPort,
		application,
		behaviour,
		clock: world.clock,
	});
	// Keys are made on another thread meanwhile.
	world.warmUp();
	const identity = await starting;
	const gate = new Gate(world, behaviour, identity.loginOf);
	const service = new SageService(world, gate, { rules, projections, expansions }, behaviour);
	const shared = {
		behaviour,
		usual,
		faults: new Faults(),
		traffic: new Traffic(),
		clock: world.clock,
		world,
		identity,
	};

	const server = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 5000 } });
	server.removeAllContentTypeParsers();
	// Bodies are read by the simulated Sage, which has its own words for bad JSON.
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	server.addHook('onSend', async (_request, reply) => void reply.header(NOTICE_HEADER, NOTICE));
	server.setNotFoundHandler((_request, reply) =>
		reply.code(404).send({ Message: `${NOTICE}. There is nothing at this address.` }),
	);
	serveApi(server, { ...shared, gate, service, log: (line) => options.log(`[${NOTICE}] ${line}`) });
	serveAdmin(server, shared);
	const url = await server
		.listen({ port: options.port, host: HOST })
		.catch(async (error: NodeJS.ErrnoException) => {
			await identity.close();
			throw explained(error, options.port, 'API');
		});

	const [{ siteId, companyId }] = world.companies;
	return {
		apiUrl: `${url}${API_PATHS.professional}`,
		identityUrl: identity.url,
		...APPLICATION,
		siteId,
		companyId,
		adminUrl: `${url}${ADMIN_PATH}`,
		redirectUri: options.redirectUris[0],
		login: { user: 'demo', password: 'demo' },
		simulator: NOTICE,
		close: async () => {
			world.clock.clear();
			await Promise.all([server.close(), identity.close()]);
			if (options.dataFile) await writeData(world, options.dataFile);
		},
	};
}
