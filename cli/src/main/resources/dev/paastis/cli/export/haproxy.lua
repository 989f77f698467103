-- Made by 'paastis export haproxy-lua': asks Paastis whether a request may go to its app now.
-- Sets txn.paastis_scheme and where to go when it may; sets nothing when it may not, or when
-- Paastis does not answer.

local QUESTIONS = "http://{{questions}}/"
local PATIENCE_MILLIS = {{patience}} * 1000

-- What tells a browser from a program, and a person from a monitor.
local PASSED_ON = {
  "accept", "accept-language", "purpose", "referer", "sec-fetch-dest", "sec-fetch-mode",
  "sec-purpose", "user-agent", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
}

local function ask(txn)
  local headers = txn.http:req_get_headers()
  local question = {
    ["x-forwarded-method"] = { txn.sf:method() },
    ["x-forwarded-uri"] = { txn.sf:pathq() },
    ["x-paastis-answer"] = { "status" },
  }
  for _, name in ipairs(PASSED_ON) do
    if headers[name] ~= nil then
      question[name] = { headers[name][0] }
    end
  end
  return core.httpclient():get({ url = QUESTIONS, headers = question, timeout = PATIENCE_MILLIS })
end

local function first(answer, name)
  local values = answer.headers[name]
  return values ~= nil and values[0] or nil
end

local function go(txn, answer)
  local scheme, name, port = (first(answer, "x-paastis-upstream") or ""):match("^(%a+)://(.+):(%d+)$")
  if scheme == nil then
    return
  end
  name = name:match("^%[(.*)%]$") or name
  if name == "localhost" then
    name = "127.0.0.1"
  end
  if name:match("^%d+%.%d+%.%d+%.%d+$") or name:find(":", 1, true) then
    txn:set_var("txn.paastis_ip", name)
  else
    txn:set_var("txn.paastis_name", name)
  end
  txn:set_var("txn.paastis_port", tonumber(port))
  txn:set_var("txn.paastis_host", first(answer, "x-paastis-upstream-host") or txn.sf:req_hdr("host"))
  txn:set_var("txn.paastis_scheme", scheme)
end

core.register_action("paastis_ask", { "http-req" }, function(txn)
  local answer = ask(txn)
  if answer ~= nil and answer.status == 200 then
    go(txn, answer)
  end
end, 0)
