-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Asks one of N hosts by chance; N is the script's argument.
local requests = {}

function init(args)
  math.randomseed(7)
  for i = 0, tonumber(args[1]) - 1 do
    wrk.headers["Host"] = "r" .. i .. ".localhost"
    requests[i + 1] = wrk.format("GET", "/")
  end
end

function request()
  return requests[math.random(#requests)]
end
