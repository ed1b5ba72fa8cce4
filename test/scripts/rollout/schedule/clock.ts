export { VirtualClock } from '../../../../scripts/scale/clock';
