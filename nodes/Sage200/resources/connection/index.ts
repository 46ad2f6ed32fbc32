/** Connection: checks the login, and renews it. */
import { defineResource } from '../../core/resource';

import { check } from './check';
import { refresh } from './refresh';

/** The connection itself: is the login well, how long for, and what does it reach. */
export const connection = defineResource({
	value: 'connection',
	name: 'Connection',
	operations: [check, refresh],
});
