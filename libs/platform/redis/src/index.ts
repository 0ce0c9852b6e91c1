export { connectRedis, redisPlace, type RedisConnection, type RedisPlace } from './connect-redis.js';
