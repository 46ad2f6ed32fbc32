/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// Types are checked once, by `tsc -p test` in `npm run lint`; here they would double the time.
	transform: {
		'^.+\\.ts$': [
			'ts-jest',
			{
				diagnostics: false,
				tsconfig: {
					module: 'commonjs',
					target: 'es2022',
					esModuleInterop: true,
					resolveJsonModule: true,
					isolatedModules: true,
				},
			},
		],
	},
	setupFiles: ['<rootDir>/test/support/drawnAtRandom.js'],
	globalSetup: '<rootDir>/test/support/openUserFolder.js',
	globalTeardown: '<rootDir>/test/support/removeUserFolder.js',
	// n8n-core takes about a second to load in each worker; two keep a two-core machine busy.
	maxWorkers: 2,
	testTimeout: 30_000,
};
