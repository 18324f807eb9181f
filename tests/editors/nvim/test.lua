-- The server in a real Neovim, 0.7 and later, used through the functions that users' keys are bound to. Started by run.sh.
--
-- Environment: NUMPY_CAPI_DOCUMENTED, a directory with the configurations of docs/editors.md; NUMPY_CAPI_FIXTURE, the C
-- file to copy; NUMPY_CAPI_INCLUDES, header directories separated by colons, for the compiler.

local documented = assert(os.getenv("NUMPY_CAPI_DOCUMENTED"), "NUMPY_CAPI_DOCUMENTED is not set: start this by run.sh")
local fixture = assert(os.getenv("NUMPY_CAPI_FIXTURE"), "NUMPY_CAPI_FIXTURE is not set: start this by run.sh")
local includes = os.getenv("NUMPY_CAPI_INCLUDES") or ""

-- How long anything may take, in milliseconds: a busy machine is slow.
local patience = 20000

local tally = { passed = 0, failed = 0, skipped = 0 }
local buffer, file

local function say(text)
  io.stdout:write(text .. "\n")
end

local function one_line(text)
  return (tostring(text):gsub("%s+", " "))
end

-- Runs one check; a result is a remark. `true` as the second result makes it a skipped one. After a failure the others
-- run, with less patience.
local function check(name, body)
  local good, remark, skip = pcall(body)
  local word = not good and "failed" or skip and "skipped" or "passed"
  tally[word] = tally[word] + 1
  if not good then
    patience = 5000
  end
  local label = ({ passed = "ok   ", failed = "FAIL ", skipped = "skipped: " })[word]
  say(label .. name .. (remark and ": " .. one_line(remark) or ""))
end

local function wait_for(test, complaint)
  assert(vim.wait(patience, test, 20), complaint)
end

local function clients()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

-- The line and column, from 0, of a text's nth occurrence.
local function find(text, nth)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    nth = nth - (column and 1 or 0)
    if column and nth == 0 then
      return number - 1, column - 1
    end
  end
  error(text .. " is not in the buffer")
end

local function put_cursor(line, column)
  vim.api.nvim_win_set_cursor(0, { line + 1, column })
end

-- Runs what docs/editors.md tells the users of this release to put into init.lua.
local function configure()
  local release = vim.lsp.config and "0.11" or vim.lsp.start and "0.8" or "0.7"
  dofile(documented .. "/" .. release .. ".lua")
end

local function open_file()
  local directory = vim.fn.tempname()
  vim.fn.mkdir(directory, "p")
  file = directory .. "/leak.c"
  vim.fn.writefile(vim.fn.readfile(fixture), file)
  vim.cmd("filetype on")
  vim.fn.chdir(directory)
  configure()
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  buffer = vim.api.nvim_get_current_buf()
end

local function attached()
  wait_for(function()
    local client = clients()[1]
    return client and client.server_capabilities and client.server_capabilities.hoverProvider
  end, "the server offers no hover")
end

local function diagnostics()
  wait_for(function() return #vim.diagnostic.get(buffer) > 0 end, "no diagnostics came")
  local leak_line = find("if (values == NULL)", 1) + 1
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer, { lnum = leak_line })) do
    if diagnostic.message:find("factors", 1, true) then
      assert(tostring(diagnostic.code):match("^NPC%d+$"), "its code is " .. tostring(diagnostic.code))
      return diagnostic.code .. " " .. diagnostic.message
    end
  end
  error("none about factors on line " .. leak_line + 1 .. ": " .. vim.inspect(vim.diagnostic.get(buffer)))
end

local function floating_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), " ")
    end
  end
  return ""
end

local function hover()
  local line, column = find("PyArray_FROM_OTF", 1)
  put_cursor(line, column + 3)
  vim.lsp.buf.hover()
  wait_for(function() return floating_text():lower():find("new reference", 1, true) end, "no window says who owns the result")
  return floating_text():sub(1, 100)
end

local function completion()
  local line, column = find("NPY_ARRAY_IN_ARRAY", 1)
  local behind = column + #"NPY_ARRAY_IN_ARRAY"
  vim.api.nvim_buf_set_text(buffer, line, behind, line, behind, { " | NPY_ARRAY_ENS" })
  put_cursor(line, behind + #" | NPY_ARRAY_ENS")
  local parameters = vim.lsp.util.make_position_params(0, clients()[1].offset_encoding)
  local answers = assert(vim.lsp.buf_request_sync(buffer, "textDocument/completion", parameters, patience))
  vim.cmd("silent undo")
  local labels = {}
  for _, answer in pairs(answers) do
    for _, item in ipairs(answer.result and (answer.result.items or answer.result) or {}) do
      labels[item.label] = true
    end
  end
  assert(labels.NPY_ARRAY_ENSURECOPY, "offered were: " .. table.concat(vim.tbl_keys(labels), " "))
end

local function code_action()
  local titles = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local title = (options.format_item or tostring)(item)
      table.insert(titles, title)
      if title:lower():find("goto-fail", 1, true) then
        return choose(item, 1)
      end
    end
    choose(nil, nil)
  end
  local line = find("if (values == NULL)", 1) + 1
  local column = vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1]:find("return", 1, true) - 1
  put_cursor(line, column + 2)
  vim.lsp.buf.code_action()
  local applied = vim.wait(patience, function() return pcall(find, "goto fail;", 1) end, 20)
  assert(applied, "offered were: " .. table.concat(titles, " | "))
  return table.concat(titles, " | ")
end

local function findings_gone()
  find("goto fail;", 1)
  wait_for(function()
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      if diagnostic.message:find("factors", 1, true) then
        return false
      end
    end
    return true
  end, "a finding about factors is left")
end

local function saved()
  vim.cmd("silent write")
  local text = table.concat(vim.fn.readfile(file), "\n")
  assert(text:find("\n%s*fail:"), "no label fail:")
  assert(text:find("Py_XDECREF%(%s*factors%s*%)"), "no Py_XDECREF of factors")
end

local function compiles()
  find("goto fail;", 1)
  if includes == "" then
    return "no NumPy headers; install numpy for the python3 on PATH, or set NUMPY_CAPI_INCLUDES", true
  end
  local command = { "gcc", "-fsyntax-only", "-Wall", "-Werror" }
  for directory in includes:gmatch("[^:]+") do
    table.insert(command, "-I" .. directory)
  end
  table.insert(command, file)
  local output = vim.fn.system(command)
  assert(vim.v.shell_error == 0, output)
end

local function server_ends()
  for _, client in ipairs(clients()) do
    -- A function up to 0.10, a method since.
    if vim.fn.has("nvim-0.11") == 1 then client:stop() else client.stop() end
  end
  wait_for(function() return #clients() == 0 end, "it still runs")
end

local version = vim.version()
say(("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch))
open_file()
check("the server attaches", attached)
check("diagnostics with a code", diagnostics)
check("hover over PyArray_FROM_OTF", hover)
check("completion of flags", completion)
check("the code action goto-fail", code_action)
check("the finding is gone", findings_gone)
check("the saved file has the clean-up", saved)
check("the saved file compiles", compiles)
check("the server ends when told to", server_ends)
local skipped = tally.skipped > 0 and (", %d skipped"):format(tally.skipped) or ""
say(("%d passed, %d failed%s"):format(tally.passed, tally.failed, skipped))
vim.cmd(tally.failed > 0 and "cquit 1" or "qall!")
