package dev.holdfast.reference.redis;

/**
 * What has to happen in one step. A stream begins with an entry that is no message ({@code b}), so that a topic without
 * messages has a place of its own, which no other life of that stream ever had. Each message names the place before it
 * ({@code p}): that is how a trimmed, deleted or new-born stream is told from one that goes on.
 */
final class Scripts {
    /** Finds the place behind the newest entry, and begins the stream if there is none. */
    private static final String LAST = """
            local function last(key)
              local newest = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
              if #newest > 0 then return newest[1][1] end
              if redis.call('EXISTS', key) == 1 then
                local info = redis.call('XINFO', 'STREAM', key)
                for i = 1, #info, 2 do
                  if info[i] == 'last-generated-id' then return info[i + 1] end
                end
              end
              return redis.call('XADD', key, '*', 'b', '')
            end
            """;

    /** Stream; length, life in milliseconds, event type, data. Answers the id. */
    static final String PUBLISH = LAST + """
            local previous = last(KEYS[1])
            local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', previous, 'e', ARGV[3], 'd', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return id
            """;

    /** Stream; life. Answers the place behind its newest entry. */
    static final String OPEN = LAST + """
            local place = last(KEYS[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            return place
            """;

    /** Stream; life, cursor. Answers what {@link StreamFacts} are made of. */
    static final String STAND = LAST + """
            local place = last(KEYS[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
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
