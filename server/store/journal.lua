#!lua name=jinbang_@HASH@
-- The one door to a journal. It knows no rule of scoring: it checks that nothing was asked before and that the caller
-- saw the latest version, appends the entries, moves the rank keys that the caller worked out, and answers.
-- The node puts the hash of this text in the place of each marker, so that two versions can live side by side.

local PIECE = 1000 -- unpack takes some 8,000 values at most; even, since fields and values go in pairs

-- Calls command key … for a long list in pieces.
local function each_piece(command, key, list)
  for from = 1, #list, PIECE do
    redis.call(command, key, unpack(list, from, math.min(from + PIECE - 1, #list)))
  end
end

local function get_all(key, fields)
  local values = {}
  for from = 1, #fields, PIECE do
    local part = redis.call('HMGET', key, unpack(fields, from, math.min(from + PIECE - 1, #fields)))
    for i = 1, #part do values[from + i - 1] = part[i] end
  end
  return values
end

local function whole(number)
  return string.format('%.0f', number)
end

-- Number n has id 0-n: contiguous, and free of clocks. 0: there is none.
local function last_number(journal)
  local last = redis.call('XREVRANGE', journal, '+', '-', 'COUNT', 1)[1]
  return last and tonumber(last[1]:match('%-(%d+)$')) or 0
end

-- Where the entries begin among the arguments, and the number of words of each thing.
local FIRST, ENTRY, MOVE, PERSON = 10, 3, 3, 2

-- {"again", number of each (0 not seen, -1 seen with another digest)}, or nil when none was seen.
local function asked_before(asked, args, entries)
  local asks = {}
  for i = 1, entries do asks[i] = args[FIRST + (i - 1) * ENTRY] end
  local known, answer, seen = get_all(asked, asks), {'again'}, false
  for i = 1, entries do
    answer[i + 1] = 0
    if known[i] then -- never for an empty key, which is not remembered
      local number, digest = known[i]:match('^(%d+) (.*)$')
      answer[i + 1] = digest == args[FIRST + 1 + (i - 1) * ENTRY] and tonumber(number) or -1
      seen = true
    end
  end
  return seen and answer or nil
end

local function is_at(versions, scope, version)
  return (redis.call('HGET', versions, scope) or '0') == version
end

local function append(journal, asked, args, entries)
  local first, fields = 0, {}
  for i = 1, entries do
    local at = FIRST + (i - 1) * ENTRY
    local number = redis.call('XADD', journal, '0-*', 'e', args[at + 2]):match('%-(%d+)$')
    if i == 1 then first = tonumber(number) end
    if args[at] ~= '' then
      fields[#fields + 1] = args[at]
      fields[#fields + 1] = number .. ' ' .. args[at + 1]
    end
  end
  each_piece('HSET', asked, fields)
  return first
end

-- The moves of each board in order: {ids = in order of first mention, keys = id -> last wanted key}.
local function by_board(args, at, moves)
  local boards, order = {}, {}
  for i = 0, moves - 1 do
    local index, id, key = tonumber(args[at + i * MOVE]), args[at + i * MOVE + 1], args[at + i * MOVE + 2]
    if not boards[index] then
      boards[index] = {ids = {}, keys = {}}
      order[#order + 1] = index
    end
    local board = boards[index]
    if not board.keys[id] then board.ids[#board.ids + 1] = id end
    board.keys[id] = key
  end
  return boards, order
end

-- A board is a sorted set in which every score is 0, so that Redis orders the members by their bytes:
-- a member is the rank key (fixed width, big-endian, smaller is better) followed by the competitor's id.
local function rank(board, member, wanted)
  local old = get_all(member, wanted.ids)
  local gone, come, fields, dropped = {}, {}, {}, {}
  for i, id in ipairs(wanted.ids) do
    local key = wanted.keys[id]
    local new = key ~= '' and key .. id
    if old[i] ~= new then
      if old[i] then gone[#gone + 1] = old[i] end
      if new then
        come[#come + 1] = '0'
        come[#come + 1] = new
        fields[#fields + 1] = id
        fields[#fields + 1] = new
      else
        dropped[#dropped + 1] = id
      end
    end
  end
  each_piece('ZREM', board, gone)
  each_piece('ZADD', board, come)
  each_piece('HSET', member, fields)
  each_piece('HDEL', member, dropped)
end

local function keep_people(people, args, at, persons)
  local kept, erased = {}, {}
  for i = 0, persons - 1 do
    local id, box = args[at + i * PERSON], args[at + i * PERSON + 1]
    if box == '' then
      erased[#erased + 1] = id
    else
      kept[#kept + 1] = id
      kept[#kept + 1] = box
    end
  end
  each_piece('HSET', people, kept)
  each_piece('HDEL', people, erased)
end

-- Keys: journal, versions, asked, people, then board and member of each board that is moved on or emptied.
-- Args: scope, version seen, number of entries, moves, persons; guard scope or empty, its version; number at which the
-- journal must end or 0; board to empty (0 …) or empty; then entries (request key or empty, digest, bytes),
-- moves (board 0 …, id, key or empty), persons (id, box or empty).
-- Answer: {"again", …} | {"stale", version} | {"new", first number}. All that is written is written after all checks.
local function commit(keys, args)
  local journal, versions, asked, people = keys[1], keys[2], keys[3], keys[4]
  local scope, entries, moves, persons = args[1], tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
  local guard, guard_seen, at_number, reset = args[6], args[7], tonumber(args[8]), tonumber(args[9])

  local again = asked_before(asked, args, entries)
  if again then return again end

  local version = redis.call('HGET', versions, scope) or '0'
  if version ~= args[2]
    or (guard ~= '' and not is_at(versions, guard, guard_seen))
    or (at_number ~= 0 and last_number(journal) ~= at_number) then
    return {'stale', version}
  end

  local first = append(journal, asked, args, entries)
  if entries > 0 then redis.call('HSET', versions, scope, whole(tonumber(version) + entries)) end
  if reset then redis.call('UNLINK', keys[5 + 2 * reset], keys[6 + 2 * reset]) end
  local boards, order = by_board(args, FIRST + entries * ENTRY, moves)
  for _, index in ipairs(order) do rank(keys[5 + 2 * index], keys[6 + 2 * index], boards[index]) end
  keep_people(people, args, FIRST + entries * ENTRY + moves * MOVE, persons)
  return {'new', first}
end

-- One alone: his member ('' where he is not on the board), how many stand before it, how many have its key.
-- An id is text, so that no id comes after key .. '\255'.
local function place_of(board, member, len)
  if not member then return '', 0, 0 end
  local key = member:sub(1, len)
  local before = redis.call('ZLEXCOUNT', board, '-', '(' .. key)
  return member, before, redis.call('ZLEXCOUNT', board, '-', '(' .. key .. '\255') - before
end

local function board_of(keys, args)
  local len, ids = tonumber(args[1]), {unpack(args, 3)}
  local answer = {last_number(keys[1]), redis.call('ZCARD', keys[2])}
  local members = get_all(keys[3], ids)
  for i = 1, #ids do
    local at = 3 * i
    answer[at], answer[at + 1], answer[at + 2] = place_of(keys[2], members[i], len)
  end
  return answer
end

-- Keys: journal, board. Args: length of a rank key, from (0 is the best), count.
-- Answer: {journal number, members on the board, member, members before it, member, …}
-- Or keys: journal, board, member. Args: length, "of", ids (1,000 at the most).
-- Answer: {journal number, members on the board, then of each: member or '', members before it, members with its key}
local function board(keys, args)
  if args[2] == 'of' then return board_of(keys, args) end
  local len, from, count = tonumber(args[1]), tonumber(args[2]), tonumber(args[3])
  local answer = {last_number(keys[1]), redis.call('ZCARD', keys[2])}
  if count == 0 then return answer end

  local run, before
  for _, member in ipairs(redis.call('ZRANGE', keys[2], whole(from), whole(from + count - 1))) do
    local key = member:sub(1, len)
    if key ~= run then -- equal keys share their place
      run, before = key, redis.call('ZLEXCOUNT', keys[2], '-', '(' .. key)
    end
    answer[#answer + 1] = member
    answer[#answer + 1] = before
  end
  return answer
end

-- Beside the journals: a tray holds texts by name, for a while or (0 ms) until they are dropped. Each begins with its version and with who put it there.
-- Keys: tray. Args: name, who, text, time to live in ms, names at the most, version seen or empty, time now in ms.
-- Answer: {"kept", version} | {"newer", what another one put there meanwhile} | {"full"}
local function tray_put(keys, args)
  local tray, name, who = keys[1], args[1], args[2]
  local old = redis.call('HGET', tray, name)
  local version = 0
  if old then
    local before, owner = old:match('^(%d+) (%S+) ')
    if owner ~= who and before ~= args[6] then return {'newer', old} end
    version = tonumber(before)
  elseif redis.call('HLEN', tray) >= tonumber(args[5]) then
    return {'full'}
  end
  version = whole(math.max(version + 1, tonumber(args[7])))
  redis.call('HSET', tray, name, version .. ' ' .. who .. ' ' .. args[3])
  if args[4] ~= '0' then redis.call('PEXPIRE', tray, args[4]) end
  return {'kept', version}
end

-- A trail is a list of "time state", the oldest first. Of its older half those go that only the total sets apart from the
-- one before, and, where that is too little, every second one. The first stays, and so does all of the newer half.
local function place_in(point) return point:match('^%d+ (%S+)') end

local function thin(points, keeps)
  local kept, half = {}, math.floor(#points / 2)
  for i, point in ipairs(points) do
    if i == 1 or i > half or keeps(i, point, kept[#kept]) then kept[#kept + 1] = point end
  end
  return kept
end

local function shorten(trail, most)
  local points = redis.call('LRANGE', trail, 0, -1)
  points = thin(points, function(_, point, last) return place_in(point) ~= place_in(last) end)
  if #points > most then points = thin(points, function(i) return i % 2 == 1 end) end
  redis.call('DEL', trail)
  each_piece('RPUSH', trail, points)
end

local CLOCK_AHEAD = 60000 -- ms: no board is so slow; whoever wrote last had a clock that was ahead

-- Keys: a trail each. Args: points at the most (4 or more), then of each its time in ms and its state ("place total", "- -" for neither).
-- One that says what the trail's last one says is not kept, nor nothing as the first, nor one of before the last: several boards
-- show the same people, each at its own pace.
local function trail_add(keys, args)
  local most = tonumber(args[1])
  for i, trail in ipairs(keys) do
    local last = redis.call('LINDEX', trail, -1)
    local at, before = (last or '0 - -'):match('^(%d+) (.*)$')
    local state, late = args[2 * i + 1], tonumber(at) - tonumber(args[2 * i])
    local time = late > CLOCK_AHEAD and at or args[2 * i]
    if (late <= 0 or late > CLOCK_AHEAD) and state ~= before and redis.call('RPUSH', trail, time .. ' ' .. state) > most then
      shorten(trail, most)
    end
  end
  return 'kept'
end

redis.register_function('jinbang_commit_@HASH@', commit)
redis.register_function('jinbang_tray_@HASH@', tray_put)
redis.register_function('jinbang_trail_@HASH@', trail_add)
redis.register_function{function_name = 'jinbang_board_@HASH@', callback = board, flags = {'no-writes'}}
