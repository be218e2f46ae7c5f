using System.Globalization;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Experiment.Catalog;
using Vitrine.Audit.Reading.Leveling;
using Xunit;

namespace Vitrine.Tests.Audit.Reading;

public sealed class HarvestTests
{
    [Theory]
    [InlineData("if (process.env.ORCHARD_MODE === 'strict') f();", HarvestKind.EnvironmentVariable, "ORCHARD_MODE")]
    [InlineData("const v = env['ORCHARD_MODE'];", HarvestKind.EnvironmentVariable, "ORCHARD_MODE")]
    [InlineData("const S = ['QUINCE', 'MEDLAR']; const n = S.filter((s) => (env[`${s}_API_KEY`] ?? '').length > 0).length;", HarvestKind.EnvironmentVariable,
        "MEDLAR_API_KEY")]
    [InlineData("const S = ['quince', 'medlar-two']; const n = S.filter((s) => process.env[s.toUpperCase() + '_SECRET']).length;",
        HarvestKind.EnvironmentVariable, "QUINCE_SECRET")]
    [InlineData("const S = ['QUINCE', 'MEDLAR']; const n = S.some((s) => process.env['ACME_' + s]);", HarvestKind.EnvironmentVariable, "ACME_QUINCE")]
    [InlineData("const { A_ONE, ORCHARD_MODE: mode } = process.env;", HarvestKind.EnvironmentVariable, "ORCHARD_MODE")]
    [InlineData("const L = ['lower_proxy', 'ORCHARD']; if (L.some((n) => process.env[n])) f();", HarvestKind.EnvironmentVariable, "lower_proxy")]
    [InlineData("if (process.env.ORCHARD_NO_TELEMETRY) return;", HarvestKind.OptOut, "ORCHARD_NO_TELEMETRY")]
    [InlineData("os.networkInterfaces()", HarvestKind.Api, "os.networkInterfaces")]
    [InlineData("new Date().getTimezoneOffset() === -345", HarvestKind.Offset, "345")]
    [InlineData("if (Date.now() > 1893456000000) f();", HarvestKind.Date, "2030-01-01T00:00:00Z")]
    [InlineData("const D = 21915; if (Date.now() / 864e5 > D) f();", HarvestKind.Date, "2030-01-01T00:00:00Z")]
    [InlineData("if (now >= Date.UTC(2030, 1, 3)) f();", HarvestKind.Date, "2030-02-03T00:00:00Z")]
    [InlineData("if (new Date() > new Date('2030-02-03')) f();", HarvestKind.Date, "2030-02-03")]
    [InlineData("if (state.runs >= 7) f();", HarvestKind.Threshold, "7")]
    [InlineData("if (res.headers.get('x-orchard-mode')) f();", HarvestKind.HeaderName, "x-orchard-mode")]
    [InlineData("const flags = await (await fetch(`${base}/v2/switches`)).json(); if (flags.orchard_walk) f();", HarvestKind.AnswerKey, "orchard_walk")]
    [InlineData("const flags = await (await fetch(`${base}/v2/switches`)).json();", HarvestKind.ApiPath, "/v2/switches")]
    [InlineData("if (/(^|\\.)orchard\\.example$/.test(new URL(url).hostname)) f();", HarvestKind.Host, "orchard.example")]
    [InlineData("execFile('git', ['remote', 'get-url', 'origin'])", HarvestKind.Command, "git")]
    [InlineData("fs.appendFileSync(path.join(os.homedir(), '.zshrc'), line)", HarvestKind.Persistence, ".zshrc")]
    [InlineData("fs.readFileSync(home + '/.ssh/id_ed25519')", HarvestKind.Credential, "/.ssh/id_ed25519")]
    [InlineData("if (email.endsWith('@orchard.example')) f();", HarvestKind.MailDomain, "orchard.example")]
    [InlineData("if (locale.startsWith('fa-IR')) f();", HarvestKind.Locale, "fa-IR")]
    [InlineData("spawn(cmd, { detached: true }).unref()", HarvestKind.Api, "detached")]
    public void Code_shows_what_it_looks_for(string program, HarvestKind kind, string value)
    {
        StaticReading reading = ReadPackage.With("index.js", program);
        Assert.True(reading.Harvest.Has(kind, value), string.Join('\n', reading.Harvest.Items));
    }

    [Theory]
    [InlineData("Text.\n\n* `x-roots` is `extra`\n  with a CA.\n* Other.\n", true)]
    [InlineData("# Head\n`x-roots` is `extra`\nwith a CA.\n", true)]
    [InlineData("| `x-roots` is `extra` with a CA. |\n", true)]
    [InlineData("<!-- `x-roots` is `extra` with a CA. -->\n", false)]
    [InlineData("[//]: <> (`x-roots` is `extra` with a CA.)\n", false)]
    [InlineData("<p style=\"display: none\">`x-roots` is `extra` with a CA.</p>\n", false)]
    [InlineData("<details>\n`x-roots` is `extra` with a CA.\n</details>\n", false)]
    [InlineData("```\n`x-roots` is `extra` with a CA.\n```\n", false)]
    [InlineData("`x-roots`\u200b is `extra` with a CA.\n", false)]
    public void A_readme_says_what_stands_in_it_to_be_seen(string readme, bool isSaid)
    {
        string[] said = [.. ReadPackage.With("README.md", readme).Harvest.Of(HarvestKind.Documented).Select(item => item.Value)];
        Assert.Equal(isSaid, said.Any(item => item.Trim('*', '|', ' ') == "`x-roots` is `extra` with a CA."));
        Assert.Empty(ReadPackage.With("docs/notes.md", readme).Harvest.Of(HarvestKind.Documented));
    }

    [Theory]
    [InlineData("If `CI` is set, two things change:\n\n- `x-pool` is `jobs`;\n- no hints.\n", "If `CI` is set, two things change: `x-pool` is `jobs`;")]
    [InlineData("If `CI` is set, nobody looks. We then do this:\n1. `x-pool` is `jobs`.\n",
        "If `CI` is set, nobody looks: We then do this: `x-pool` is `jobs`.")]
    // Another paragraph, a heading or no colon ends it; nor is it said of what goes on as a paragraph, or where signs are not seen.
    [InlineData("If `CI` is set, two things change:\n\n- no hints;\n\nAlways:\n\n- `x-pool` is `jobs`.\n", "Always: `x-pool` is `jobs`.")]
    [InlineData("Hints are off if `CI` is set. A request has these fields:\n\n- `x-pool` is `jobs`.\n", "A request has these fields: `x-pool` is `jobs`.")]
    [InlineData("If `CI` is set:\n\n# Pools\n\n- `x-pool` is `jobs`.\n", null)]
    [InlineData("If `CI` is set, two things change.\n\n- `x-pool` is `jobs`.\n", null)]
    [InlineData("If `CI` is set:\n\n`x-pool` is `jobs`.\n", null)]
    [InlineData("If `CI`\u200b is set:\n\n- `x-pool` is `jobs`.\n", null)]
    public void What_introduces_a_list_is_said_of_its_items(string readme, string? whole)
    {
        string[] said = [.. ReadPackage.With("README.md", readme).Harvest.Of(HarvestKind.Documented).Select(item => item.Value)];
        Assert.Contains(said, item => item.TrimStart('-', '1', '.', ' ').TrimEnd(';', '.') == "`x-pool` is `jobs`");
        Assert.Equal(whole is null ? [] : [whole], said.Where(item => item.Contains(": `x-pool`", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<a hidden ")]
    [InlineData("<a hidden")]
    [InlineData("hidden color display ")]
    [InlineData("\u200b\n\n")]
    [InlineData("<!--")]
    [InlineData("```\n")]
    public void A_readme_that_is_full_of_beginnings_is_read_to_its_end(string beginning) =>
        Assert.NotNull(ReadPackage.With("README.md", "<b " + string.Concat(Enumerable.Repeat(beginning, 900_000 / Encoding.UTF8.GetByteCount(beginning)))));

    [Fact]
    public void What_a_variable_is_compared_with_is_the_value_it_is_tried_with()
    {
        Harvest harvest = ReadPackage.With("index.js", "if (process.env.ORCHARD_MODE === 'strict') f();").Harvest;
        Level level = Assert.Single(HarvestLevels.Of(harvest), level => level.Factor == Factors.EnvironmentVariable);
        Assert.Equal("strict", level.Changes.Environment["ORCHARD_MODE"]);
        Assert.Equal("index.js:1", level.Origin);
    }

    [Theory]
    [InlineData("MEDLAR_API_KEY", true)]
    [InlineData("MEDLAR_TOKEN", true)]
    // With which the target may ask its model.
    [InlineData("ANTHROPIC_API_KEY", false)]
    [InlineData("OPENAI_API_KEY", false)]
    [InlineData("GEMINI_API_KEY", false)]
    public void Keys_of_other_services_are_facts_of_the_machine(string name, bool isTried) =>
        Assert.Equal(isTried,
            HarvestLevels.Of(ReadPackage.With("index.js", $"if (process.env.{name}) f();").Harvest).Any(level => level.Changes.Environment.ContainsKey(name)));

    [Fact]
    public void Words_that_a_program_may_listen_for_are_the_last_comment_of_an_answer_once_each()
    {
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js",
            "if (line.startsWith(':')) { const [word, n] = line.slice(1).trim().split(' '); if (word === 'walk') a(n); else if (word === 'stroll') b(n); }").Harvest);
        AnswerAddition[] answers = [.. levels.SelectMany(level => level.Changes.AnswerAdditions).Where(answer => answer.Comments.Count > 0)];
        Assert.Equal(["stroll 3", "walk 3"], answers.Select(answer => answer.Comments[^1]).Order());
        Assert.All(answers, answer => Assert.Contains("walk", answer.Comments.Concat(answer.Comments.Select(comment => comment.Split(' ')[0]))));
    }

    [Fact]
    public void A_header_field_of_answers_is_tried_with_the_words_it_may_be_compared_with()
    {
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js", "if (response.headers.get('x-orchard-mode') === 'walk') f();").Harvest);
        Level level = Assert.Single(levels, level => level.Name == "x-orchard-mode");
        Assert.Equal(["1", "true", "walk"], level.Changes.AnswerAdditions.Select(answer => answer.Headers["x-orchard-mode"]));
    }

    [Theory]
    [InlineData("# Agent\n\n## Usage statistics\n\nAfter each run one POST goes to http://usage.orchard.example/v1 with `version`.\nOff with DO_NOT_TRACK=1.\n",
        true)]
    [InlineData("Agent\n=====\n\nTelemetry\n---------\nAt the end one message goes to **usage.orchard.example** (port 80).\n", true)]
    [InlineData("# Agent\n\n## Telemetry\n\nOff. With ORCHARD_TELEMETRY=1 one event per run goes to usage.orchard.example.\n", false)]
    [InlineData("# Agent\n\n## Telemetry\n\nOnly if you enable it, crash reports go to https://usage.orchard.example/.\n", false)]
    [InlineData("# Agent\n\nNo telemetry.\n\n## Links\n\nDocumentation: https://usage.orchard.example/\n", false)]
    [InlineData("# Agent\n\n* `--no-check-update`: once a day `usage.orchard.example` is asked for the newest version (not in CI)\n* `--analytics`: keeps a local log. Off by default, never sent.\n",
        true)]
    [InlineData("# Agent\n\n- The table of models is refreshed from `usage.orchard.example`\n- AGENTS.md is read into the prompt\n", true)]
    [InlineData("# Agent\n\n- Telemetry goes to `usage.orchard.example`\n- Telemetry is off by default\n", false)]
    [InlineData("# Agent\n\n- Usage data goes to `usage.orchard.example`\n\nStatistics are opt-in.\n", false)]
    public void Hosts_to_which_a_readme_says_that_it_reports_are_declared(string readme, bool isDeclared)
    {
        Assert.Equal(isDeclared, ReadPackage.With("README.md", readme).Harvest.Has(HarvestKind.DeclaredHost, "usage.orchard.example"));
        Assert.False(ReadPackage.With("docs/notes.md", readme).Harvest.Has(HarvestKind.DeclaredHost, "usage.orchard.example"));
    }

    [Fact]
    public void A_zone_has_a_control_that_shows_the_same_time()
    {
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js", "if (['Asia/Shanghai', 'Asia/Macau'].includes(timeZone)) f();").Harvest);
        Level zone = Assert.Single(levels, level => level.Name == "Asia/Shanghai");
        Level control = Assert.Single(levels, level => level.Name == zone.MatchedWith);
        var (one, other) = (TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), TimeZoneInfo.FindSystemTimeZoneById(control.Name));
        for (int month = 1; month <= 12; month++)
            Assert.Equal(one.GetUtcOffset(new DateTime(2026, month, 1, 0, 0, 0, DateTimeKind.Utc)),
                other.GetUtcOffset(new DateTime(2026, month, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.NotEqual("Asia/Macau", control.Name);
    }

    [Fact]
    public void A_date_has_a_level_behind_it_and_a_control_before_it()
    {
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js", "if (Date.now() > Date.UTC(2030, 5, 10)) f();").Harvest);
        Level after = Assert.Single(levels, level => level.Factor == Factors.Clock && level.MatchedWith is not null);
        Assert.True(after.Changes.Clock > new DateTimeOffset(2030, 6, 10, 0, 0, 0, TimeSpan.Zero));
        Assert.True(levels.Single(level => level.Name == after.MatchedWith).Changes.Clock < new DateTimeOffset(2030, 6, 10, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_switches_everything_on_that_may_be_read()
    {
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js",
            "const D = { orchard_walk: false }; const flags = { ...D, ...(await (await fetch(new URL('/v2/switches', base))).json()) };").Harvest);
        Level level = Assert.Single(levels, level => level.Changes.Answers.ContainsKey("/v2/switches"));
        Assert.Contains("\"orchard_walk\":true", level.Changes.Answers["/v2/switches"], StringComparison.Ordinal);
    }

    [Fact]
    public void Twins_have_the_length_and_form_of_their_names()
    {
        foreach (string name in (string[])["gateway.harbour.example", "build-07", "ci", "a", "x.co"])
        {
            string twin = Twins.Of(name);
            Assert.NotEqual(name, twin);
            Assert.Equal(name.Select(Form), twin.Select(Form));
        }
    }

    [Fact]
    public void Levels_are_bounded_unique_and_their_controls_are_there()
    {
        string words = string.Join(',', Enumerable.Range(0, 500).Select(number => $"'node{number.ToString(CultureInfo.InvariantCulture)}.orchard.example'"));
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("index.js",
            $"const L = [{words}]; if (L.includes(new URL(baseUrl).hostname) || L.includes(hostname())) f();").Harvest);
        Assert.All(levels.GroupBy(level => level.Factor), factor => Assert.True(factor.Count() <= 24));
        Assert.Equal(levels.Count, levels.Select(level => (level.Factor, level.Name)).Distinct().Count());
        Assert.All(levels.Where(level => level.MatchedWith is not null),
            level => Assert.Contains(levels, other => other.Factor == level.Factor && other.Name == level.MatchedWith));
    }

    [Fact]
    public void Only_what_is_new_in_a_version_is_new()
    {
        StaticReading older = ReadPackage.With("index.js", "fetch('https://one.orchard.example/a')");
        StaticReading newer = ReadPackage.With("index.js", "\n\nfetch('https://one.orchard.example/a'); fetch('https://two.orchard.example/b')");
        ReadingComparison comparison = ReadingComparison.Of(older, newer);
        Assert.Contains(comparison.New, item => item.Value == "two.orchard.example");
        Assert.DoesNotContain(comparison.New, item => item.Value == "one.orchard.example");
        Assert.Empty(comparison.Gone);
    }

    [Fact]
    public void Packages_within_are_listed_and_their_scripts_named()
    {
        StaticReading reading = ReadPackage.With(
            ("package.json", """{"name":"orchard","version":"1.2.3","license":"MIT","scripts":{"postinstall":"node setup.js","test":"x"}}"""u8.ToArray()),
            ("node_modules/pear/package.json", """{"name":"pear","version":"0.1.0"}"""u8.ToArray()));
        Assert.Equal(["orchard", "pear"], reading.Components.Select(component => component.Name));
        Assert.Equal(["postinstall: node setup.js"], reading.Harvest.Of(HarvestKind.Script).Select(item => item.Value));
    }

    private static char Form(char one) => char.IsAsciiDigit(one) ? '0' : char.IsAsciiLetter(one) ? 'a' : one;
}
