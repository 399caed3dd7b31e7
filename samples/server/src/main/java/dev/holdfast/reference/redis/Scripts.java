package dev.holdfast.reference.redis;

/**
 * The Lua scripts for atomic operations. Each message names the position before it ({@code p}), which distinguishes a
 * trimmed, deleted or new stream from a continued one. A topic without a stream also has positions ({@link Ground}),
 * for which one key is enough for all topics.
 */
final class Scripts {
    /**
     * The clock of all topics: Redis's time, but monotonic. Streams also expire by this clock and never earlier than
     * promised. Otherwise a stream could be created and deleted between two positions that seem close. Writes refused
     * by a read-only Redis are skipped, so that it can still be read.
     */
    private static final String CLOCK = """
            local function clock(ground)
              local time = redis.call('TIME')
              local now = time[1] * 1000 + math.floor(time[2] / 1000)
              return math.max(now, tonumber(redis.call('HGET', ground, 'last') or '0'))
            end
            local function keep(key, ground, kept)
              local till = string.format('%d', clock(ground) + kept)
              if redis.call('PTTL', key) < 0 then redis.pcall('PEXPIREAT', key, till)
              else redis.pcall('PEXPIREAT', key, till, 'GT') end
            end
            """;

    /**
     * The current position of topics without a stream, in two parts. A life belongs to one process and one retention.
     */
    private static final String GROUND = CLOCK + """
            local function life(ground, kept)
              local info = redis.pcall('INFO', 'server')
              local run = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
              local known = redis.call('HMGET', ground, 'life', 'of')
              if known[1] and known[2] == run .. ':' .. kept then return '-9' .. known[1] end
              local time = redis.call('TIME')
              local begun = time[1] * 1000000 + time[2]
              if known[1] then begun = math.max(begun, known[1] + 1) end
              begun = string.format('%016.0f', begun)
              redis.call('HSET', ground, 'life', begun, 'of', run .. ':' .. kept)
              return '-9' .. begun
            end
            local function ground(key, kept)
              local now = string.format('%d', clock(key))
              local place = now .. life(key, kept)
              redis.pcall('HSET', key, 'last', now)
              return now, place
            end
            """;

    /** The position after the newest entry, even if it was deleted; nil without a stream. */
    private static final String LAST = GROUND + """
            local function last(key)
              local newest = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
              if #newest > 0 then return newest[1][1] end
              if redis.call('EXISTS', key) == 0 then return nil end
              local info = redis.call('XINFO', 'STREAM', key)
              for i = 1, #info, 2 do
                if info[i] == 'last-generated-id' then return info[i + 1] end
              end
            end
            """;

    /** Publishes. Keys: stream, ground. Arguments: length, life in milliseconds, event type, data. Returns the id. */
    static final String PUBLISH = LAST + """
            local previous = last(KEYS[1])
            local id = '*'
            if not previous then
              local now, place = ground(KEYS[2], ARGV[2])
              previous = place
              local begun = string.format('%d', now + 1)
              redis.call('HSET', KEYS[2], 'last', begun)
              id = begun .. '-0'
            end
            id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], id, 'p', previous, 'e', ARGV[3], 'd', ARGV[4])
            keep(KEYS[1], KEYS[2], ARGV[2])
            return id
            """;

    /** Opens a topic. Keys: stream, ground. Arguments: life. Returns the position after the newest entry. */
    static final String OPEN = LAST + """
            local place = last(KEYS[1])
            if not place then
              local now, bare = ground(KEYS[2], ARGV[1])
              return bare
            end
            keep(KEYS[1], KEYS[2], ARGV[1])
            return place
            """;

    /**
     * Evaluates a cursor. Keys: stream, ground. Arguments: life, cursor, its second part if it is a {@link Ground} or
     * an empty string. Returns the values of {@link StreamFacts}: the last position, the largest deleted position, the
     * position before the entry after the cursor and the id of that entry, both empty if there is none, and 1 if the
     * cursor is of this life.
     */
    static final String STAND = GROUND + """
            local lives = 0
            if ARGV[3] ~= '' and life(KEYS[2], ARGV[1]) == '-' .. ARGV[3] then lives = 1 end
            if redis.call('EXISTS', KEYS[1]) == 0 then
              local now, bare = ground(KEYS[2], ARGV[1])
              return {bare, '0-0', '', '', lives}
            end
            keep(KEYS[1], KEYS[2], ARGV[1])
            local place
            local deleted = '0-0'
            local info = redis.call('XINFO', 'STREAM', KEYS[1])
            for i = 1, #info, 2 do
              if info[i] == 'max-deleted-entry-id' then deleted = info[i + 1] end
              if info[i] == 'last-generated-id' then place = info[i + 1] end
            end
            local before = ''
            local id = ''
            local following = redis.call('XRANGE', KEYS[1], '(' .. ARGV[2], '+', 'COUNT', 1)
            if #following > 0 then
              id = following[1][1]
              local fields = following[1][2]
              for i = 1, #fields, 2 do
                if fields[i] == 'p' then before = fields[i + 1] end
              end
            end
            return {place, deleted, before, id, lives}
            """;

    /** Extends the expiry of a stream that is read. Keys: stream, ground. Arguments: life. */
    static final String KEEP = CLOCK + "keep(KEYS[1], KEYS[2], ARGV[1])";

    private Scripts() {}
}
