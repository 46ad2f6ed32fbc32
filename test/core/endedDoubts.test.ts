/** A doubt about a change that is over stays over, whichever workflow remembered it. */
import { keepDoubts, recallDoubts } from '../../nodes/Sage200/core/push/doubts';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';

it('a doubt that a record has cleared does not come back from the memory of another workflow', () => {
	const register = new KeyRegister();
	const [own, other] = [{}, {}];
	const until = Date.now() + 120_000;
	register.doubt('customers|7|change', until, ({ credit_limit }) => credit_limit === 500);
	keepDoubts(own, register);
	keepDoubts(other, register); // an update of anything in another workflow ends meanwhile
	register.seeChanged('customers|7|change', { credit_limit: 500 });
	keepDoubts(own, register);
	expect(register.inDoubt('customers|7|change', Date.now())).toBe(false);
	recallDoubts(other, register); // the other workflow runs again
	register.seeChanged('customers|7|change', { credit_limit: 500 });
	expect(register.inDoubt('customers|7|change', Date.now())).toBe(false);
});
