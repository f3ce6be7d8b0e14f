/** Schema of Postgres that BullMQ owns; wiping it loses nothing, for the queue only says "look at run X". */
export const QUEUE_SCHEMA = 'bullmq';
