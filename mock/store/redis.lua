-- The one script of the engine. A call is a whole transaction: the engine runs nothing else meanwhile.
--
-- KEYS: 1 about, 2 records, 3 log of a world (empty where a call is about none); 4 worlds, 5 due, 6 format, 7 living
-- ARGV: 1 what to do, 2 prefix of keys, 3 format, 4 channel, 5 world or server; the rest is described at each call
--
-- about: hash of version, ttl (ms), and by:SERVER = "VERSION REQUEST" of the last swap of each server
-- records: hash of key and value; log: the last versions with the keys that each changed, as VERSION;LENGTH:KEY…
-- worlds: names by the time when they expire (ms); due: names by the time when something is due (µs)
local about, records, log, worlds, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local what, prefix, channel, name = ARGV[1], ARGV[2], ARGV[4], ARGV[5]
local mostVersions, mostKeys, mostServers = 1000, 1000, 64

-- A number of Lua is exact up to 2^53, but tostring writes 14 digits.
local function text(n) return string.format('%.0f', n) end

local function micros()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end

local function millis() return math.floor(micros() / 1000) end

local function forget(world)
  local key = prefix .. '{' .. world .. '}'
  if redis.call('DEL', key, key .. ':records', key .. ':log') + redis.call('ZREM', worlds, world) > 0 then
    redis.call('PUBLISH', channel, world)
  end
  redis.call('ZREM', due, world)
end

-- purge forgets the worlds whose time is over.
local function purge()
  for _, world in ipairs(redis.call('ZRANGEBYSCORE', worlds, '-inf', text(millis()))) do forget(world) end
end

-- use lets the world live for its ttl again.
local function use(ttl)
  local ends = text(millis() + ttl)
  for i = 1, 3 do redis.call('PEXPIREAT', KEYS[i], ends) end
  redis.call('ZADD', worlds, ends, name)
end

-- missed returns what the log has behind a version, the newest first, or nil if that version is not in it.
local function missed(from)
  local entries, last = {}, -1
  while true do
    local some = redis.call('LRANGE', log, last - 15, last)
    for i = #some, 1, -1 do
      local version = tonumber(string.match(some[i], '^%d+'))
      if version == from then return entries end
      if version < from then return nil end
      entries[#entries + 1] = some[i]
    end
    if #some < 16 then return nil end
    last = last - 16
  end
end

-- since returns the version, whether all follows, and keys with their values: those changed since, and others.
local function since(version, from, also)
  if version == 0 then return 0, 0, {} end
  local entries = version == from and {} or missed(from)
  if not entries then return text(version), 1, redis.call('HGETALL', records) end
  local seen, out = {}, {}
  local function add(key)
    if not seen[key] then
      seen[key] = true
      out[#out + 1] = key
      out[#out + 1] = redis.call('HGET', records, key)
    end
  end
  for _, keys in ipairs(entries) do
    local at = string.find(keys, ';', 1, true) + 1
    while at <= #keys do
      local colon = string.find(keys, ':', at, true)
      local last = colon + tonumber(string.sub(keys, at, colon - 1))
      add(string.sub(keys, colon + 1, last))
      at = last + 1
    end
  end
  for _, key in ipairs(also) do add(key) end
  return text(version), 0, out
end

-- named returns the keys that changes name, from ARGV[i] on: p KEY VALUE, d KEY, b PREFIX.
local function named(i)
  local keys = {}
  while i <= #ARGV do
    if ARGV[i] ~= 'b' then keys[#keys + 1] = ARGV[i + 1] end
    i = i + (ARGV[i] == 'p' and 3 or 2)
  end
  return keys
end

-- change makes changes in their order, and writes into the log which keys they name.
local function change(version, i)
  local keys, logged = 0, {}
  local function changed(key)
    keys = keys + 1
    if keys <= mostKeys then logged[keys] = #key .. ':' .. key end
  end
  while i <= #ARGV do
    local kind, key = ARGV[i], ARGV[i + 1]
    i = i + 2
    if kind == 'p' then
      redis.call('HSET', records, key, ARGV[i])
      changed(key)
      i = i + 1
    elseif kind == 'd' then
      redis.call('HDEL', records, key)
      changed(key)
    else
      for _, below in ipairs(redis.call('HKEYS', records)) do
        if string.sub(below, 1, #key) == key then
          redis.call('HDEL', records, below)
          changed(below)
        end
      end
    end
  end
  if keys > mostKeys then -- whoever is behind reads all
    redis.call('DEL', log)
    logged = {}
  end
  if redis.call('RPUSH', log, version .. ';' .. table.concat(logged)) > mostVersions then redis.call('LPOP', log) end
end

-- dropServers forgets the last requests of other servers that do not live any more.
local function dropServers(own)
  for _, field in ipairs(redis.call('HKEYS', about)) do
    local server = string.match(field, '^by:(.*)$')
    if server and server ~= own and not redis.call('ZSCORE', KEYS[7], server) then redis.call('HDEL', about, field) end
  end
end

local format = redis.call('GET', KEYS[6])
if format ~= ARGV[3] then
  if format and redis.call('ZCARD', worlds) > 0 then return redis.error_reply('FORMAT ' .. format) end
  redis.call('SET', KEYS[6], ARGV[3])
end

local calls = {}

-- 6 from (-1: any), 7 request, 8 server, 9 due (µs; 0: nothing; -1: as it was), 10 ttl (ms; -1: as it was), 11 most;
-- changes. Returns whether they were made, and what since returns.
function calls.swap()
  local from, request, server = tonumber(ARGV[6]), ARGV[7], ARGV[8]
  local had = redis.call('HMGET', about, 'version', 'ttl', 'by:' .. server)
  local version, ttl, hadTTL = tonumber(had[1] or 0), tonumber(ARGV[10]), tonumber(had[2] or 0)
  if had[3] and request ~= '' then
    local made, asked = string.match(had[3], '^(%d+) (.*)$')
    if asked == request then return {1, made, 0, {}} end
  end
  if from >= 0 and version ~= from then return {0, since(version, from, named(12))} end
  if version == 0 then
    purge()
    if tonumber(ARGV[11]) > 0 and redis.call('ZCARD', worlds) >= tonumber(ARGV[11]) then
      return redis.error_reply('FULL')
    end
    redis.call('DEL', records, log)
    redis.call('ZADD', worlds, '+inf', name)
  end
  -- No version comes twice, not even of a world that was made again, or if the engine has lost its last changes.
  version = math.max(version + 1, micros())
  change(text(version), 12)
  if ttl < 0 then ttl = hadTTL end
  redis.call('HSET', about, 'version', text(version), 'ttl', text(ttl))
  if request ~= '' then
    redis.call('HSET', about, 'by:' .. server, text(version) .. ' ' .. request)
    if redis.call('HLEN', about) > mostServers then dropServers(server) end
  end
  if ARGV[9] == '0' then redis.call('ZREM', due, name)
  elseif ARGV[9] ~= '-1' then redis.call('ZADD', due, ARGV[9], name) end
  if ttl > 0 then
    use(ttl)
  elseif hadTTL > 0 then
    for i = 1, 3 do redis.call('PERSIST', KEYS[i]) end
    redis.call('ZADD', worlds, '+inf', name)
  end
  redis.call('PUBLISH', channel, name)
  return {1, text(version), 0, {}}
end

-- 6 since.
function calls.read()
  local had = redis.call('HMGET', about, 'version', 'ttl')
  if tonumber(had[2] or 0) > 0 then use(tonumber(had[2])) end
  return {1, since(tonumber(had[1] or 0), tonumber(ARGV[6]), {})}
end

function calls.delete()
  forget(name)
end

function calls.worlds()
  purge()
  return redis.call('ZRANGE', worlds, 0, -1)
end

-- 6 until (µs).
function calls.due()
  purge()
  return redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[6])
end

-- 6 period (ms).
function calls.live()
  local now = millis()
  redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', text(now))
  redis.call('ZADD', KEYS[7], text(now + tonumber(ARGV[6])), name)
  redis.call('PEXPIREAT', KEYS[7], redis.call('ZRANGE', KEYS[7], -1, -1, 'WITHSCORES')[2])
end

function calls.living()
  return redis.call('ZRANGEBYSCORE', KEYS[7], '(' .. text(millis()), '+inf')
end

return calls[what]() or 1
