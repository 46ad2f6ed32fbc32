/** npm, run as a child process. */
import { CommandFailed, run, type CommandOptions } from './command.mts';

const UNREACHABLE =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * Runs npm and returns its standard output.
 * @throws Error that says so when the registry cannot be reached; CommandFailed otherwise.
 */
export async function npm(args: string[], options: CommandOptions = {}): Promise<string> {
	// Under `npm run` this is the file of the npm in use; a shell would be needed to find npm.cmd on Windows.
	const program = process.env.npm_execpath;
	try {
		return program?.endsWith('.js')
			? await run(process.execPath, [program, ...args], options)
			: await run('npm', args, options);
	} catch (error) {
		if (error instanceof CommandFailed && UNREACHABLE.test(error.output)) {
			throw new Error(
				'The npm registry cannot be reached. Check the network (and `npm config get proxy`), ' +
					`then run this again; what was downloaded is kept.\n${error.message}`,
			);
		}
		throw error;
	}
}
