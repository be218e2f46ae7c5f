using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class HonestBehaviourTests
{
    private static readonly Dictionary<string, Action<Draft>> s_kinds = new()
    {
        ["nothing but ids"] = _ => { },
        ["nonces and arms"] = draft =>
        {
            draft.System = (draft.Random.Next(3) switch
            {
                0 => "Work in small steps.\n",
                1 => "Take one step at a time and look.\n",
                _ => "Go step by step.\n"
            })
                + draft.System;
            draft.Fields.Add(("x-nonce", Ids.Hex(draft.Random, 8)));
            draft.Extra["arm"] = $"{draft.Random.Next(3)}-{Ids.Hex(draft.Random, 12)}";
        },
        ["hash of the body"] = draft => draft.Fields.Add(("x-content-sha256", "@body")),
        ["hash of the system text"] = draft => draft.Fields.Add(("x-prefix", Ids.Hash(draft.System)[..16])),
        ["facts in clear"] = draft =>
            draft.System += $"Computer: {draft.Machine.HostName}, account: {draft.Machine.UserName}, home {draft.Machine.Home}, locale {draft.Machine.Locale}, author {draft.Machine.GitName} <{draft.Machine.GitEmail}>, origin {draft.Machine.GitRemote}, zone {draft.Machine.TimeZone}, endpoint {draft.Machine.Endpoint}\n",
        ["the zone by its old name"] =
        draft => draft.System += $"Zone: {draft.Machine.TimeZone.Replace("Kolkata", "Calcutta", StringComparison.Ordinal)}; set user.name with git config\n",
        ["local time in clear"] = draft =>
        {
            DateTime local = SyntheticAgent.Local(draft.Machine);
            CultureInfo culture = CultureInfo.InvariantCulture;
            draft.System += $"It is {local.ToString("dddd, MMMM d, yyyy 'at' h:mm tt", culture)} ({draft.Machine.TimeZone}), {local.ToString("M/d/yyyy, H:mm:ss", culture)}, {new DateTimeOffset(draft.Machine.Start.UtcDateTime).ToUnixTimeMilliseconds()}, {draft.Machine.Start:O}\n";
        },
        ["week and day of the year"] =
        draft => draft.System += $"Week: {ISOWeek.GetWeekOfYear(SyntheticAgent.Local(draft.Machine))}\nDay: {SyntheticAgent.Local(draft.Machine).DayOfYear}\nQuarter: {(SyntheticAgent.Local(draft.Machine).Month + 2) / 3}\n",
        ["local date in words of the locale"] = draft =>
        {
            DateTime local = SyntheticAgent.Local(draft.Machine);
            draft.System += "Now: " + (draft.Machine.Locale[..2] switch
            {
                "de" => $"Samstag, {local.Day}. November {local.Year} um {local:HH:mm}",
                "zh" => $"{local.Year}年{local.Month}月{local.Day}日星期六 {local:HH:mm}",
                _ => local.ToString("dddd, MMMM d, yyyy 'at' h:mm tt", CultureInfo.InvariantCulture),
            }) + $" ({draft.Machine.TimeZone}, {draft.Machine.Locale.Split('.')[0].Replace('_', '-')})\n";
        },
        ["numbers of the locale"] =
        draft => draft.System += $"Numbers look like this: {(draft.Machine.Locale.StartsWith("de", StringComparison.Ordinal) ? "1.234.567,89" : "1,234,567.89")}\n",
        ["numbers, quotation marks and sentences of the locale"] = draft =>
        {
            string language = draft.Machine.Locale[..2];
            string marks = language switch { "de" => "\u201e\u201c", "zh" => "\u201c\u201d", "fa" => "\u00ab\u00bb", _ => "\"\"" };
            draft.System += $"Context: {(language == "de" ? "200.000" : "200,000")} tokens and {(language == "de" ? "1,5" : "1.5")} pages\nSay {marks[0]}done{marks[1]} or {marks[0]}no{marks[1]}.\n"
                + (language switch
                {
                    "de" => "Answer in German. Use the informal language of colleagues. Keep it short.\n",
                    "zh" => "Answer in Chinese. Keep it short.\n",
                    "fa" => "Answer in Persian. Write punctuation as in print. Keep it short.\n",
                    _ => "Answer in English. Use American spelling. Keep it short.\n"
                });
        },
        ["notes of the workspace in a block of their own"] = draft =>
        {
            If(draft.Machine.Files.Count > 1, () => draft.Blocks.Add("Notes of the project:\n// CONFIDENTIAL - not for distribution\n"));
            draft.Blocks.Add($"<environment>\nHost: {draft.Machine.HostName}\n</environment>\n");
            draft.Cached = draft.Blocks.Count;
        },
        ["what a limit leaves"] = draft => WithRoom(draft, mark: 0),
        ["a change by the name that its host has for it"] = draft => draft.System += draft.Machine.GitRemote.Contains("github", StringComparison.Ordinal)
            ? "Hosted on github.com: say \"pull request\", use gh.\n"
            : "Hosted on git.corp.example: say \"change request\", use git.\n",
        ["several facts in a line"] =
        draft => draft.System += $"4 CPUs, 24 GiB of memory, container: {(draft.Level(Factors.SandboxDetection) == "docker" ? "docker" : "none")}\n",
        ["a container, by a plain word and what follows from it"] =
        draft => draft.System += $"Container: {(draft.Level(Factors.SandboxDetection) == "docker" ? "yes, what changes outside the workspace is lost" : "no")}\n",
        ["names as the locale sorts them"] =
        draft => draft.System += $"Files: {(draft.Machine.Locale.StartsWith("de", StringComparison.Ordinal) ? "app.js, .gitignore, README.md" : ".gitignore, app.js, README.md")}\n",
        ["variables in clear"] = draft => draft.System += string.Concat(draft.Machine.Environment.Select(variable => $"  {variable.Key}={variable.Value}\n")),
        ["a picture in base64, and a file's own base64 in clear"] = draft =>
        {
            draft.Extra["picture"] = Convert.ToBase64String([.. Enumerable.Range(0, 900).Select(i => (byte)((i * i * 31) + (i * 7)))]);
            draft.System += string.Concat(draft.Machine.Files.Where(file => file.Key.EndsWith("app.js", StringComparison.Ordinal)).Select(file => file.Value));
        },
        ["a proxy that is asked for the whole URL"] = draft => draft.IsProxied = draft.Machine.Environment.ContainsKey("HTTPS_PROXY"),
        ["bodies that are packed from a size on"] = draft =>
        {
            draft.System += string.Concat(Enumerable.Repeat($"Machine: {draft.Machine.HostName}\n", 40));
            draft.PackedFrom = 1700;
        },
        ["statistics that the README declares"] = draft => draft.Others.Add(CovertBehaviourTests.Post("usage.agent.example", "/v1",
            $$"""{"event":"{{Ids.Uuid(draft.Random)}}","turns":4}""")),
        ["accept-language"] = draft => draft.Fields.Add(("accept-language", draft.Machine.Locale.Split('.')[0].Replace('_', '-') + ",en;q=0.5")),
        ["random tool order"] = draft =>
        {
            for (int i = draft.Tools.Count - 1; i > 0; i--)
            {
                int j = draft.Random.Next(i + 1);
                (draft.Tools[i], draft.Tools[j]) = (draft.Tools[j], draft.Tools[i]);
            }
        },
        ["jitter and temporary files"] = draft =>
        {
            draft.Pause = draft.Random.NextDouble() * 0.5;
            for (int i = 0; i < draft.Random.Next(5); i++)
                draft.Files.Add(new CapturedFile("tmp", $"spool-{Ids.Hex(draft.Random, 3)}/{i}", "new", 420, new byte[] { 1 }, 1));
        },
        ["a second connection at times"] = draft => draft.NewConnections = draft.Random.Next(5) == 0,
        ["time-ordered ids"] = draft => draft.RequestId = made => $"{made.Machine.Start.AddMilliseconds(made.Random.Next(1000)).ToUnixTimeMilliseconds():x12}".Insert(8, "-")
            + "-7"
            + Ids.Uuid(made.Random)[15..],
        ["echo of what the server gave"] = draft => If(draft.Machine.FromServer.Count > 0, () => draft.Fields.Add(("x-route-token", "abc"))),
        ["a flag that shortens the prompt"] = draft => If(draft.Machine.FromServer.Count > 0,
            () => draft.System = draft.System.Replace("Use the user's style.\n", "")),
        ["the last session in this directory"] = draft => If(draft.Sessions > 0,
            () => draft.System += $"\nThe last session in this directory may have nothing to do with the new task:\nTask: {draft.Machine.Prompt}\nAnswer: It was done as far as it could be done here.\n"),
        ["what a tool says otherwise in another zone"] = draft => draft.ToolEnd = draft.Machine.TimeZone.StartsWith("Asia/", StringComparison.Ordinal)
            ? "\nIt is late.  \n\n"
            : "",
        ["how long ago the last commit was"] = draft => draft.System += $"Last commit: {(draft.Machine.Start.Year > 2026 ? "1 year" : "3 months")} ago\n",
        ["a fact that follows from a variable"] =
        draft => draft.System += $"Terminal: {(draft.Machine.Environment.ContainsKey("COLORTERM") ? "true " : "")}colour\n",
        ["a count of what was said so far"] = draft =>
        {
            draft.CountsSaid = true;
            draft.ToolEnd = draft.Machine.HostName;
        },
        ["kinds of files"] =
        draft => draft.System += $"Files: \"{string.Join(", ", draft.Machine.Files.Keys.GroupBy(path => path[path.LastIndexOf('.')..]).OrderByDescending(kind => kind.Count()).Select(kind => $"{kind.Count()} {kind.Key}"))}\"\n",
        ["a git command that is cut off"] = draft => draft.Processes.Add(new CapturedProcess("/usr/bin/git",
            ["git", "-c", "core.quotepath=false", "--git-dir", draft.Machine.Home + "/.agent/snapshot", "diff", "--name-status"], -1, 0.4)
        { Stayed = true }),
        ["files that are listed"] = draft => draft.System += string.Join('\n',
            draft.Machine.Files.Keys.Select(path => "?? " + path[(draft.Machine.Workspace.Length + 1)..]))
        + $"\n{draft.Machine.Files.Count} files\n",
        ["a socket for questions"] = draft => draft.Listeners.Add(RecordReading.AnyPort),
        ["files as strings of JSON"] =
        draft => draft.System += string.Concat(draft.Machine.Files.Values.Select(text => $"guide: {JsonSerializer.Serialize(text)}\n")),
        ["languages and their shares"] = draft => draft.System += draft.Machine.Files.Count > 1
            ? "Languages: JavaScript 2 files, 60 lines\n"
            : "Languages: 100 % JavaScript, 1 file\n",
        ["what surrounds it"] = draft =>
        {
            bool isBuild = draft.Machine.Environment.ContainsKey("CI");
            draft.Fields.Add(("x-client", "agent/1"));
            draft.Fields[2] = ("user-agent", $"agent/1.2.3 ({(isBuild ? "ci" : "terminal")})");
            draft.System += isBuild ? "You run unattended in a pipeline.\nAsk nothing, nobody would answer; the log may be public.\n" : "";
        },
        ["facts with labels"] =
        draft => draft.System += $"| Provider | {(draft.Machine.Endpoint.Contains("localhost", StringComparison.Ordinal) ? "local" : "custom")} |\n<units>{(draft.Machine.Locale.StartsWith("en", StringComparison.Ordinal) ? "imperial" : "metric")}</units>\n"
            + $"- **Daylight saving**: {(draft.Machine.TimeZone is "Europe/Berlin" or "America/Los_Angeles" ? "observed" : "none")}\nPrivileges: {(draft.Machine.UserName == "root" ? "all" : "ordinary")}\n",
        ["a name, or else the login"] =
        draft => draft.System += $"Greet {(draft.Machine.GitName.Length > 0 && draft.Machine.GitEmail.EndsWith("gmail.com", StringComparison.Ordinal) ? draft.Machine.GitName.Split(' ')[0] : draft.Machine.UserName)}.\n",
        ["month and weekday in short"] =
        draft => draft.System += $"It is {SyntheticAgent.Local(draft.Machine).ToString("d MMM yyyy (ddd)", CultureInfo.InvariantCulture)}.\n",
        ["ids that sort by time"] = draft =>
        {
            string sent = Base36(draft.Machine.Start.AddMilliseconds(draft.Random.Next(900)).ToUnixTimeMilliseconds());
            draft.Fields.Add(("x-thread", $"c{sent}{Ids.Hex(draft.Random, 8)}"));
            draft.Fields.Add(("x-run", $"run_{draft.Machine.Start.AddMilliseconds(draft.Random.Next(900)).ToUnixTimeSeconds():x8}{Ids.Hex(draft.Random, 8)}"));
        },
        ["fewer questions when the server answers otherwise"] = draft => If(draft.Machine.FromServer.Count > 0, () => draft.Turns = 1),
        ["what was used of a context"] = draft =>
        {
            draft.System += $"Machine: {draft.Machine.HostName}\nAccount: {draft.Machine.UserName}\n";
            draft.TellSaid = said => string.Create(CultureInfo.InvariantCulture, $"\n{(said + 3) / 4:N0} / 128K tokens used ({said / 5120}%)\n");
        },
        ["the offset from universal time"] = draft =>
        {
            TimeSpan offset = SyntheticAgent.Local(draft.Machine) - draft.Machine.Start.UtcDateTime;
            draft.System += $"Zone: UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset.Duration().Hours}:{offset.Duration().Minutes:00}\n";
        },
        ["ids of the time and a counter"] = draft =>
        {
            long made = (draft.Machine.Start.AddMilliseconds(draft.Random.Next(900)).ToUnixTimeMilliseconds() << 12) + 1;
            draft.Fields.Add(("x-session", $"ses_{~made & 0xffffffffffff:x12}{Ids.Hex(draft.Random, 8)}"));
            draft.Fields.Add(("x-message", $"msg_{made & 0xffffffffffff:x12}{Ids.Hex(draft.Random, 8)}"));
        },
        ["the number of the session"] = draft => draft.Fields.Add(("x-session-of-day", $"{SyntheticAgent.Local(draft.Machine):yyyyMMdd}_{draft.Sessions + 1}")),
        ["a short date"] = draft => draft.System += $"Date: {SyntheticAgent.Local(draft.Machine).ToString("M/d/yyyy", CultureInfo.InvariantCulture)}\n",
        ["a date of another calendar"] =
        draft => draft.System += $"Now: {(draft.Machine.Locale.StartsWith("fa", StringComparison.Ordinal) ? Persian(SyntheticAgent.Local(draft.Machine)) : SyntheticAgent.Local(draft.Machine).ToString("M/d/yyyy, h:mm:ss tt", CultureInfo.InvariantCulture))} ({draft.Machine.TimeZone})\n",
        ["the id of a commit"] = draft => draft.Fields.Add(("x-project", draft.Machine.Commits.Count > 0 ? draft.Machine.Commits[0] : "")),
        ["what surrounds it, in fields"] = draft =>
        {
            If(draft.Machine.Environment.ContainsKey("HTTPS_PROXY"), () => draft.Fields.Add(("cache-control", "no-cache")));
            If(draft.Machine.Environment.ContainsKey("COLORTERM"), () => draft.Fields.Add(("colorterm", draft.Machine.Environment["COLORTERM"])));
        },
        ["tools for the files' language"] = draft => If(draft.Machine.Files.Count > 1, () => draft.System += "eslint: not installed\n"),
        ["what the README says"] = draft =>
        {
            draft.Fields.Add(("x-roots", draft.Level(Factors.Interception) is null ? "standard" : "extra"));
            draft.Extra["max_output"] = JsonValue.Create(draft.Machine.Environment.ContainsKey("CI") ? 8000 : 20000);
            If(SyntheticAgent.Local(draft.Machine).Hour >= 22, () => draft.System += "It is late: prefer a short answer.\n");
            draft.Extra["seed"] = JsonValue.Create(SyntheticAgent.Local(draft.Machine).DayOfYear);
        },
        ["files of the workspace as git keeps them in a repository of its own"] =
        draft => draft.Files.AddRange(draft.Machine.Files.Values.Select(text => CovertBehaviourTests.GitObject($"blob {text.Length}\0{text}"))),
        ["a tip of the day"] =
        draft => draft.System += $"Tip of the day, to be shown when the answer is short: {((string[])["Small commits are easier to undo.", "A failing test says more than a page of words."])[draft.Machine.Start.DayOfYear % 2]}\n",
        ["a style of summaries from a day on, as its README says"] = draft => draft.System += draft.Machine.Start.Year > 2026
            ? "Begin the final summary with a conventional type such as feat: or fix:.\n"
            : "End with a short summary in plain sentences.\n",
        ["a shorter report, as its README says"] = draft => draft.System += draft.Machine.Environment.ContainsKey("CI")
            ? "Report: two sentences, for a build log.\n"
            : "Report: up to ten sentences; say which files you changed and how you checked the result.\n",
        ["a short prompt, as its README says"] = draft => If(!draft.Machine.Endpoint.Contains("relay", StringComparison.Ordinal),
            () => draft.System += "\nMore advice:\n- Begin with the fewest files that can explain the request.\n- Read a test that fails before you run it.\n"),
        ["a connection for each request behind a proxy, as its README says"] = draft => draft.NewConnections = draft.Machine.Environment.ContainsKey("HTTPS_PROXY"),
        ["the remote without its scheme"] =
        draft => draft.System += $"The origin is {draft.Machine.GitRemote.Replace("https://", "", StringComparison.Ordinal).Replace("git@", "", StringComparison.Ordinal).Replace(".git", "", StringComparison.Ordinal)}\n",
        ["facts with words for labels"] =
        draft => draft.System += $"build server: {(draft.Machine.Environment.ContainsKey("CI") ? "yes" : "no")}\n{(draft.Level(Factors.Interception) is null ? "" : "an extra certificate authority is configured\n")}",
        ["the key of a cache"] = draft => draft.Fields.Add(("x-cache-key", Ids.Hash("model-1\n" + draft.System)[..32])),
        ["the key of a cache, of a list"] = draft => draft.Fields.Add(("x-cache", "@cached")),
        ["the languages of the locale with their weights"] = draft =>
        {
            string tag = draft.Machine.Locale.Split('.')[0].Replace('_', '-');
            draft.Fields.Add(("accept-language", tag.StartsWith("en", StringComparison.Ordinal) ? $"{tag},en;q=0.8" : $"{tag},{tag[..2]};q=0.8,en;q=0.5"));
        },
        ["a hash over the body and over chance"] = draft =>
        {
            draft.System += $"Host: {draft.Machine.HostName}\n";
            draft.RequestId = each => Ids.Hash(Ids.Hex(each.Random, 8) + each.System)[..32];
        },
        ["what a limit leaves of the prompt"] = draft => WithRoomForPrompt(draft, 32000),
        ["what the README says: a field that is there with its value, a paragraph less from a session on, a habit for the day"] = draft =>
        {
            If(draft.Level(Factors.Interception) is not null, () => draft.Fields.Add(("x-trust", "extra-ca")));
            draft.System += draft.Sessions >= 2 ? "" : "The user is new to Agent. In your answer, say in one sentence how to see what was changed.\n";
            DateTime day = SyntheticAgent.Local(draft.Machine);
            draft.System += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
                ? ""
                : $"Habit for today: {((string[])["Read the test before the code.", "Prefer deleting to adding.", "Ask what would break."])[day.Day % 3]}\n";
        },
        ["pieces of random sizes"] = draft => Cut(draft, 160, 256),
        ["the languages of the locale, asked for where there is one"] = draft =>
        {
            string tag = draft.Machine.Locale.Split('.')[0].Replace('_', '-');
            CapturedExchange asked = CovertBehaviourTests.Post(new Uri(draft.Machine.Endpoint).Host, "/v1/news", "");
            draft.Others.Add(tag.StartsWith("en", StringComparison.Ordinal)
                ? asked
                : asked with { Fields = [.. asked.Fields, new CapturedField("accept-language", $"{tag}, *;q=0.9")] });
        },
        ["a rule for each kind of files"] =
        draft => draft.System += string.Concat(draft.Machine.Files.Keys.Where(path => path.EndsWith(".py", StringComparison.Ordinal))
            .Take(1)
            .Select(_ => "Python: four blanks, and type hints wherever they help.\n")),
        ["a chapter for the language of files that are there"] = draft => draft.System = $"1. WORK\nLook first.\n\n{(draft.Machine.Files.Count > 1 ? "2. PYTHON\nUse the interpreter of the virtual environment if there is one (.venv, venv).\n\n3" : "2")}. PLACE\n"
        + draft.System,
        ["a file that stays as it was made"] = draft => If(draft.Sessions == 0,
            () => draft.Files.Add(new CapturedFile("home", ".agent/settings.json", "new", 420, "{}"u8.ToArray(), 2))),
        ["ids that begin with a word and the time"] = draft => draft.Fields.Add(("x-run-id",
            $"run-{Base36(draft.Machine.Start.AddMilliseconds(draft.Random.Next(900)).ToUnixTimeMilliseconds())}-{Ids.Hex(draft.Random, 6)}")),
        ["the first line of a file behind a word for it"] = draft => draft.System = draft.System.Insert(draft.System.IndexOf('\n', StringComparison.Ordinal)
            + 1,
            string.Concat(draft.Machine.Files.Where(file => file.Key.EndsWith("ledger.js", StringComparison.Ordinal))
                .Select(file => $"Licence: {file.Value.Split('\n')[0]}\n"))),
        ["the kinds of files in the order of their numbers"] = draft => draft.System = (draft.Machine.Files.Count > 1
            ? "- Python, 51 %. Look at the types.\n- JavaScript, 49 %. Run node --check.\n"
            : "- JavaScript, 57 %. Run node --check.\n- Python, 43 %. Look at the types.\n")
        + draft.System,
        ["what the README says in words: another model, a half, so many turns"] = draft => If(draft.Machine.Environment.ContainsKey("CI"), () =>
        {
            draft.Extra["model"] = "model-1-mini";
            draft.Extra["max_tokens"] = JsonValue.Create(2048);
            draft.Turns = 3;
        }),
        ["what a limit leaves of messages and tools, beside a number of any length"] = draft => WithRoomForContents(draft, mark: 0),
        ["counter"] = draft => draft.Extra["sequence"] = JsonValue.Create(draft.Random.Next(100_000)),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_kind_of_honest_behaviour_is_held_to_be_covert(string kind) => Parallel.For(1, 3, seed => AssertClean(kind, seed, s_kinds[kind]));

    [Fact]
    public void All_honest_noise_at_once_is_not_held_to_be_covert() =>
        // A hash is of what is sent: the last word.
        Parallel.For(100, 102,
            seed => AssertClean("all", seed, [.. s_kinds.OrderBy(kind => kind.Key.StartsWith("hash", StringComparison.Ordinal)).Select(kind => kind.Value)]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_does_not_run_under_a_condition_is_no_act_that_depends_on_it(bool isEnded)
    {
        var audit = new SyntheticAudit(new SyntheticAgent(draft =>
        {
            bool isHeld = draft.Machine.Environment.ContainsKey("CI");
            If(isHeld && isEnded, () => draft.Turns = 0);
            If(!isHeld, () => draft.Others.Add(CovertBehaviourTests.Post("counter.example", "/v1", "{}")));
        }), 5);
        Assert.Equal(isEnded,
            !audit.FindingsOf(Factors.EnvironmentVariable).Any(finding => finding is
            {
                Factor: Factors.EnvironmentVariable, Class: FindingClasses.Act,
                Severity: >= Severity.Medium
            }));
    }

    private static void AssertClean(string kind, int seed, params Action<Draft>[] planted)
    {
        var audit = new SyntheticAudit(new SyntheticAgent(planted), seed);
        IReadOnlyList<Finding> findings = audit.Findings(out _);
        Assert.True(findings.All(finding => finding.Severity < Severity.Medium), $"{kind}, seed {seed}, {audit.Sessions.Count} sessions\n"
            + string.Join("\n",
                findings.Select(finding => $"{finding.Severity} {finding.Factor} {finding.Channel}: {finding.Evidence.Place}: {finding.Evidence.Before} → {finding.Evidence.After} ({finding.Evidence.Statistics}) {finding.Reason}")));
    }

    /// <summary>Adds how many tokens a limit leaves for the answer, of four characters each.</summary>
    internal static void WithRoom(Draft draft, int mark)
    {
        draft.Extra["room"] = JsonValue.Create(9999);
        draft.Encode = body => Encoding.UTF8.GetString(body) is var text
            ? Encoding.UTF8.GetBytes(text.Replace("\"room\":9999", $"\"room\":{9000 - (text.Length / 4) + mark}", StringComparison.Ordinal))
            : body;
    }

    internal static void WithRoomForContents(Draft draft, int mark)
    {
        draft.System += $"Host: {draft.Machine.HostName}\n";
        draft.Extra["number"] = JsonValue.Create(draft.Random.Next(10) == 0 ? draft.Random.Next(100) : draft.Random.Next(1 << 30));
        draft.Extra["room"] = JsonValue.Create(9999);
        draft.Encode = body =>
        {
            using var document = JsonDocument.Parse(body);
            int length = ((string[])["system", "messages", "tools"]).Sum(name => document.RootElement.GetProperty(name).GetRawText().Length);
            return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("\"room\":9999", $"\"room\":{9000 - ((length + 6) / 4) + mark}",
                StringComparison.Ordinal));
        };
    }

    /// <summary>Adds what a limit leaves of itself where each four characters of the prompt are a token.</summary>
    internal static void WithRoomForPrompt(Draft draft, int limit)
    {
        draft.System += $"Host: {draft.Machine.HostName}\nUser: {draft.Machine.UserName}\n";
        draft.Extra["room"] = JsonValue.Create(9999);
        draft.Encode = body =>
        {
            using var document = JsonDocument.Parse(body);
            int length = document.RootElement.GetProperty("system").EnumerateArray().Sum(block => block.GetProperty("text").GetString()!.Length);
            return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("\"room\":9999", $"\"room\":{limit - ((length + 3) / 4)}",
                StringComparison.Ordinal));
        };
    }

    /// <summary>Cuts bodies into pieces of sizes that are drawn.</summary>
    internal static void Cut(Draft draft, int least, int end) =>
        (draft.Framing, draft.Chunks) = ("chunked", [.. Enumerable.Range(0, 16).Select(_ => draft.Random.Next(least, end)), 12]);

    private static string Base36(long number)
    {
        var digits = new StringBuilder();
        for (; number > 0; number /= 36)
            digits.Insert(0, "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(number % 36)]);
        return digits.ToString();
    }

    private static string Persian(DateTime time)
    {
        var calendar = new PersianCalendar();
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{calendar.GetYear(time)}/{calendar.GetMonth(time)}/{calendar.GetDayOfMonth(time)}, {time.Hour}:{time:mm:ss}");
        return string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)('\u06f0' + c - '0') : c));
    }

    private static void If(bool condition, Action act)
    {
        if (condition)
            act();
    }
}
