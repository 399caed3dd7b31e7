package dev.holdfast.reference.redis;

/**
 * What has to happen in one step. Each message names the place before it ({@code p}): that is how a trimmed, deleted or
 * new-born stream is told from one that goes on. A topic without a stream has places as well ({@link Ground}), for which one
 * key is enough, however many topics are asked for.
 */
final class Scripts {
    /** The place of topics without a stream as of now, in two parts. Time never goes back. */
    private static final String GROUND = """
            local function ground(key)
              local time = redis.call('TIME')
              local now = time[1] * 1000 + math.floor(time[2] / 1000)
              local life = redis.call('HGET', key, 'life')
              if not life then
                life = time[1] .. string.format('%06d', time[2])
                redis.call('HSET', key, 'life', life)
              end
              local last = tonumber(redis.call('HGET', key, 'last') or '0')
              if last >= now then return last, '-9' .. life end
              redis.call('HSET', key, 'last', string.format('%d', now))
              return now, '-9' .. life
            end
            """;

    /** The place behind the newest entry, also of one that is gone; nil where there is no stream. */
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

    /** Stream, ground; length, life in milliseconds, event type, data. Answers the id. */
    static final String PUBLISH = LAST + """
            local previous = last(KEYS[1])
            local id = '*'
            if not previous then
              local now, life = ground(KEYS[2])
              previous = string.format('%d', now) .. life
              local begun = string.format('%d', now + 1)
              redis.call('HSET', KEYS[2], 'last', begun)
              id = begun .. '-0'
            end
            id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], id, 'p', previous, 'e', ARGV[3], 'd', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return id
            """;

    /** Stream, ground; life. Answers the place behind its newest entry. */
    static final String OPEN = LAST + """
            local place = last(KEYS[1])
            if not place then
              local now, life = ground(KEYS[2])
              return string.format('%d', now) .. life
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            return place
            """;

    /** Stream, ground; life, cursor. Answers what {@link StreamFacts} are made of. */
    static final String STAND = LAST + """
            if redis.call('EXISTS', KEYS[1]) == 0 then
              local now, life = ground(KEYS[2])
              return {string.format('%d', now) .. life, '0-0', ''}
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            local place
            local deleted = '0-0'
            local info = redis.call('XINFO', 'STREAM', KEYS[1])
            for i = 1, #info, 2 do
              if info[i] == 'max-deleted-entry-id' then deleted = info[i + 1] end
              if info[i] == 'last-generated-id' then place = info[i + 1] end
            end
            local before = ''
            local following = redis.call('XRANGE', KEYS[1], '(' .. ARGV[2], '+', 'COUNT', 1)
            if #following > 0 then
              before = following[1][1] .. '*'
              local fields = following[1][2]
              for i = 1, #fields, 2 do
                if fields[i] == 'p' then before = fields[i + 1] end
              end
            end
            return {place, deleted, before}
            """;

    private Scripts() {}
}
