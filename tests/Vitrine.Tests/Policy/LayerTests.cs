using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Core.Policy.Shell;
using Vitrine.Runtime.Policies;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class LayerTests
{
    private static readonly string[] Requests = ["GET https://a.com/x", "POST https://a.com/x", "GET https://b.com/", "GET https://a.com/y/../x",
        "GET https://c.com:8443/x"];
    private static readonly string[] Commands = ["git status", "git push", "make", "curl x", "git $x"];
    private static readonly string[] Files = ["/home/me/code/a.pem", "/home/me/code/src/a", "/home/me/.ssh/id", "/etc/hosts"];

    private const string FirstWitness = "witness.example.com/w1+6f411dfe+BP4VfA5FHGEnv1Tgywv7dZeT8VMK0L8dXVSl1XVC9WYD",
        SecondWitness = "witness.example.org/w2+fcd384a0+BJMi909W9uFa6unH4Tuqs+Mrj3k7cfCcyIy18hb7vem0";

    private static readonly Gen<string> Layers =
        from mode in Gen.Elements("read", "review", "write")
        from read in Gen.Elements("~/.ssh", "/etc/hosts", "/etc/**").ListOf()
        from denied in Gen.Elements("'*.pem'", "src/**", "/etc/hosts").ListOf()
        from commandDefault in Gen.Elements("deny", "ask", "record", "allow")
        from commands in Gen.Elements("git", "git status", "make", "curl").ListOf()
        from deniedCommands in Gen.Elements("git push", "curl").ListOf()
        from networkDefault in Gen.Elements("deny", "ask")
        from hosts in Gen.Elements("a.com", "b.com", "{ host: a.com, methods: [GET], paths: [/x], purpose: model }", "c.com:8443").ListOf()
        from deniedHosts in Gen.Elements("b.com", "{ host: a.com, methods: [POST] }").ListOf()
        from secrets in Gen.Elements("block", "redact", "record")
        from unscanned in Gen.Elements("deny", "record")
        from source in Gen.Elements("deny", "record", "allow")
        from to in Gen.Elements("model", "a.com", "'*'")
        select $$"""
            files: { workspace: {{mode}}, read: [{{string.Join(", ", read)}}], deny: [{{string.Join(", ", denied)}}] }
            commands: { default: {{commandDefault}}, allow: [{{string.Join(", ", commands)}}], deny: [{{string.Join(", ", deniedCommands)}}] }
            network: { default: {{networkDefault}}, allow: [{{string.Join(", ", hosts)}}], deny: [{{string.Join(", ", deniedHosts)}}] }
            data: { secrets: {{secrets}}, identity: {{secrets}}, hidden-text: record, unscanned: {{unscanned}}, source: { default: {{source}}, allow: [{ paths: [src/**], to: [{{to}}] }] } }
            """;

    [Fact]
    public void A_lower_layer_never_widens_whatever_it_says() =>
        Prop.ForAll(Layers.ToArbitrary(), Layers.ToArbitrary(), (high, low) =>
        {
            PolicyLayer organisation = PolicyOf.Layer(high, PolicyRank.Organisation);
            var alone = SessionPolicy.Of([BuiltInPolicies.Defaults, organisation]);
            return new[] { PolicyOf.Layer(low, PolicyRank.User), PolicyOf.Layer(low, PolicyRank.Project),
                PolicyOf.Layer(low, PolicyRank.Project).ToNarrowing() }
                .All(lower => Answers(SessionPolicy.Of([lower, BuiltInPolicies.Defaults, organisation]))
                    .Zip(Answers(alone))
                    .All(pair => pair.First <= pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_not_accepted_never_widens_what_is_built_in() =>
        Prop.ForAll(Layers.ToArbitrary(), text =>
            Answers(SessionPolicy.Of([BuiltInPolicies.Defaults, PolicyOf.Layer(text, PolicyRank.Project).ToNarrowing()]))
                .Zip(Answers(SessionPolicy.Of([BuiltInPolicies.Defaults]))).All(pair => pair.First <= pair.Second)).QuickCheckThrowOnFailure();

    [Fact]
    public void Deny_wins_wherever_it_stands() =>
        Prop.ForAll(Layers.ToArbitrary(), text =>
        {
            SessionPolicy policy = SessionPolicy.Of([
                BuiltInPolicies.Defaults, PolicyOf.Layer(text),
                    PolicyOf.Layer("files: { deny: [/**] }\ncommands: { deny: ['*'] }\nnetwork: { deny: [a.com, b.com, 'c.com:8443'] }", PolicyRank.Project)]);
            return Answers(policy).Take(Requests.Length + Commands.Length + (2 * Files.Length)).All(effect => effect == Effect.Deny);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Options_of_the_command_line_neither_undo_a_denial_nor_widen_the_organisations_list()
    {
        Assert.True(HostRule.TryParse("a.com", out HostRule? option));
        RequestFacts request = PolicyOf.Request("GET https://a.com/");
        foreach (NetworkMode mode in (NetworkMode[])[NetworkMode.DenyByDefault, NetworkMode.Observe])
        {
            bool Allows(string yaml, PolicyRank rank) => PolicyOf.Text(yaml, rank).WithOptions(mode, [option], []).DecideRequest(request).IsAllowed;
            Assert.True(Allows("network: { allow: [b.com] }", PolicyRank.User));
            Assert.True(Allows("network: { allow: [b.com] }", PolicyRank.Project));
            Assert.False(Allows("network: { allow: [b.com] }", PolicyRank.Organisation));
            Assert.False(Allows("network: { deny: [a.com] }", PolicyRank.Project));
            Assert.True(Allows("network: { deny: [b.com] }", PolicyRank.Organisation));
        }
    }

    [Fact]
    public void A_lower_layers_word_on_regions_and_purposes_does_not_open_what_a_higher_one_demands()
    {
        PolicyLayer organisation = PolicyOf.Layer("data: { regions: [eu], source: { default: deny, allow: [{ paths: ['**'], to: [model] }] } }",
            PolicyRank.Organisation);
        PolicyLayer user = PolicyOf.Layer("network: { allow: [{ host: evil.com, purpose: model, region: eu }, eu.api.openai.com] }");
        var policy = SessionPolicy.Of([BuiltInPolicies.Defaults, organisation, user]);
        Assert.False(Leaves(policy, "POST https://evil.com/").IsAllowed);
        PolicyLayer declared =
            PolicyOf.Layer("network: { allow: [{ host: eu.api.openai.com, purpose: model }] }\ndata: { regions: [eu], source: { allow: [{ paths: ['**'], to: [model] }] } }",
            PolicyRank.Organisation);
        Assert.True(Leaves(SessionPolicy.Of([BuiltInPolicies.Defaults, declared]), "POST https://eu.api.openai.com/v1/responses").IsAllowed);
        Assert.False(Leaves(SessionPolicy.Of([BuiltInPolicies.Defaults, declared]), "POST https://api.openai.com/v1/responses").IsAllowed);
    }

    [Theory]
    [InlineData("eu.api.openai.com", "eu:eea-ch")]
    [InlineData("bedrock-runtime.eu-west-1.amazonaws.com", "eu:eu-west-1")]
    [InlineData("b.s3.eu-west-2.amazonaws.com", "uk:eu-west-2")]
    [InlineData("europe-west4-aiplatform.googleapis.com", "eu:europe-west4")]
    [InlineData("api.openai.com", null)]
    [InlineData("eu.api.openai.com.evil.com", null)]
    [InlineData("eu-west-1.amazonaws.com", null)]
    public void A_region_is_known_where_its_provider_documents_it(string host, string? region)
    {
        Assert.True(Vitrine.Core.Model.HostName.TryParse(host, out Vitrine.Core.Model.HostName name));
        Assert.Equal(region, BuiltInPolicies.Defaults.Regions.FirstOrDefault(entry => entry.Host.Covers(name))?.Region);
    }

    [Fact]
    public void Every_ready_policy_can_be_read_and_opens_its_model()
    {
        Assert.Contains("claude-code", BuiltInPolicies.AgentNames);
        Assert.All(BuiltInPolicies.AgentNames, name => Assert.Contains(BuiltInPolicies.FindAgent(name)!.Network!.Rules, rule => rule.Purpose == "model"));
        SessionPolicy policy = PolicyOf.Text("extends: [claude-code]");
        Assert.True(policy.Network.DecideRequest(PolicyOf.Request("POST https://api.anthropic.com/v1/messages?beta=true")).IsAllowed);
        Assert.False(policy.Network.DecideRequest(PolicyOf.Request("POST https://api.anthropic.com/v1/files")).IsAllowed);
        Assert.Equal("anthropic", policy.CredentialFor(PolicyOf.Request("POST https://api.anthropic.com/v1/messages"))?.Name);
    }

    [Fact]
    public void The_schema_has_the_readers_keys_and_words()
    {
        using var schema = JsonDocument.Parse(BuiltInPolicies.Schema);
        JsonElement root = schema.RootElement, properties = root.GetProperty("properties"), parts = root.GetProperty("$defs");
        (string[] Keys, JsonElement At)[] sections =
        [
            (PolicyKeys.Root, root), (PolicyKeys.Files, properties.GetProperty("files")), (PolicyKeys.Commands, properties.GetProperty("commands")),
                (PolicyKeys.Command, parts.GetProperty("command")),
            (PolicyKeys.Network, properties.GetProperty("network")), (PolicyKeys.Request, parts.GetProperty("request")),
            (PolicyKeys.Data, properties.GetProperty("data")),
            (PolicyKeys.Source, properties.GetProperty("data").GetProperty("properties").GetProperty("source")),
            (PolicyKeys.SourceRule, parts.GetProperty("sourceRule")),
            (PolicyKeys.Budgets, properties.GetProperty("data").GetProperty("properties").GetProperty("budgets")),
            (PolicyKeys.Budget, parts.GetProperty("budget")),
            (PolicyKeys.Credential, parts.GetProperty("credential")), (PolicyKeys.Limits, properties.GetProperty("limits")),
            (PolicyKeys.Record, properties.GetProperty("record")), (PolicyKeys.Witness, parts.GetProperty("witness")),
            (PolicyKeys.Test, parts.GetProperty("test")),
        ];
        Assert.All(sections,
            section => Assert.Equal(section.Keys.Order(), section.At.GetProperty("properties").EnumerateObject().Select(one => one.Name).Order()));
        Assert.Equal(PolicyKeys.WorkspaceWords.Order(),
            properties.GetProperty("files")
                .GetProperty("properties")
                .GetProperty("workspace")
                .GetProperty("enum")
                .EnumerateArray()
                .Select(one => one.GetString())
                .Order());
        Assert.Equal(PolicyKeys.SecretsWords.Order(),
            properties.GetProperty("data")
                .GetProperty("properties")
                .GetProperty("secrets")
                .GetProperty("enum")
                .EnumerateArray()
                .Select(one => one.GetString())
                .Order());
    }

    [Theory]
    [InlineData("netwrok: {}", "vitrine.yaml:1:1: a policy has no 'netwrok'", "did you mean 'network'?")]
    [InlineData("data:\n  secrets: blok", "vitrine.yaml:2:12: 'secrets' is not 'blok'", "did you mean 'block'?")]
    [InlineData("network:\n  allow:\n    - https://a.com/x", "vitrine.yaml:3:7: 'https://a.com/x' is no host",
        "write the host alone; paths go into 'paths': { host: HOST, paths: [/path/**] }")]
    [InlineData("extends: [claude-cod]", "vitrine.yaml:1:11: there is no ready policy 'claude-cod'", "did you mean 'claude-code'?")]
    [InlineData("a: &x b", "vitrine.yaml:1:4: anchors (&name) aren't taken here", "")]
    [InlineData("commands: { deny: ['a \"b'] }", "vitrine.yaml:1:20: a quote is not closed", "")]
    public void A_mistake_is_shown_where_it_is_with_the_word_that_was_meant(string yaml, string problem, string hint)
    {
        PolicyProblem found = Assert.Single(PolicyReader.Read(yaml, PolicyRank.Project, "vitrine.yaml").Problems);
        Assert.Equal((problem, hint), (found.ToString(), found.Hint));
    }

    [Theory]
    [InlineData("record: { witness: https://w.example/ }", "vitrine.yaml:1:20: 'witness' is a list, such as [a, b]")]
    [InlineData("record: { witness: [https://w.example/] }", "vitrine.yaml:1:21: a witness is a mapping with its 'url' and its 'key'")]
    [InlineData("record: { witness: [{ url: https://w.example/ }] }", "vitrine.yaml:1:21: a witness has a 'url' and a 'key'")]
    [InlineData("record: { witness: [{ url: ftp://w.example/, key: KEY }] }", "vitrine.yaml:1:28: 'ftp://w.example/' is no address of a witness")]
    [InlineData("record: { witness: [{ url: 'https://me:x@w.example/', key: KEY }] }",
        "vitrine.yaml:1:28: 'https://me:x@w.example/' is no address of a witness")]
    [InlineData("record: { witness: [{ url: 'https://w.example/?a', key: KEY }] }", "vitrine.yaml:1:28: 'https://w.example/?a' is no address of a witness")]
    [InlineData("record: { witness: [{ url: http://w.example/, key: KEY }] }", "vitrine.yaml:1:28: a witness on another machine is asked over https alone")]
    [InlineData("record: { witness: [{ url: http://localhost/, key: KEY }] }", "vitrine.yaml:1:28: a witness on another machine is asked over https alone")]
    [InlineData("record: { witness: [{ url: https://w.example/, key: nonsense }] }", "vitrine.yaml:1:53: this is no verifier key")]
    [InlineData("record: { witness: [{ url: https://w.example/, key: LOG }] }", "vitrine.yaml:1:53: this is the key of a log, not that of a witness")]
    [InlineData("record: { witness: [{ url: https://w.example/, key: KEY, urk: x }] }", "vitrine.yaml:1:166: a witness has no 'urk'")]
    [InlineData("record: { unwitnessed: maybe }", "vitrine.yaml:1:24: 'unwitnessed' is not 'maybe'")]
    public void A_mistake_about_a_witness_is_shown_where_it_is(string yaml, string problem)
    {
        string text = yaml.Replace("KEY", FirstWitness, StringComparison.Ordinal).Replace("LOG",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", StringComparison.Ordinal);
        PolicyProblem found = PolicyReader.Read(text, PolicyRank.User, "vitrine.yaml").Problems[0];
        Assert.Equal(problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..], found.Message);
        Assert.StartsWith("vitrine.yaml:1:", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_witness_on_this_machine_needs_no_tls_and_one_key_is_one_witness()
    {
        string twice = $"record: {{ witness: [{{ url: 'http://127.0.0.1:1/', key: {FirstWitness} }}, {{ url: 'http://[::1]:1/', key: {FirstWitness} }}] }}";
        Assert.Equal("this witness's key is listed twice", Assert.Single(PolicyReader.Read(twice, PolicyRank.User, "x").Problems).Message);
    }

    [Fact]
    public void A_lower_layer_adds_witnesses_and_takes_none_away_and_makes_the_demand_only_stricter()
    {
        string With(string url, string key, string use) => $"record: {{ witness: [{{ url: {url}, key: {key} }}], unwitnessed: {use} }}";
        PolicyLayer organisation = PolicyOf.Layer(With("https://org.example/", FirstWitness, "deny"), PolicyRank.Organisation);
        PolicyLayer user = PolicyOf.Layer(With("https://mine.example/", FirstWitness, "record"));
        PolicyLayer project = PolicyOf.Layer(With("https://project.example/", SecondWitness, "record"), PolicyRank.Project);
        string[] Urls(params PolicyLayer[] layers) => [.. SessionPolicy.Of([BuiltInPolicies.Defaults, .. layers]).Witnesses.Select(one => one.Url)];
        Assert.Equal(["https://org.example/", "https://project.example/"], Urls(project, user, organisation));
        Assert.Equal(["https://org.example/"], Urls(PolicyOf.Layer("record: { witness: [] }"), organisation));
        Assert.Equal(UnwitnessedUse.Deny, SessionPolicy.Of([BuiltInPolicies.Defaults, user, organisation, project]).Unwitnessed);
        Assert.Equal(UnwitnessedUse.Record, SessionPolicy.Of([BuiltInPolicies.Defaults, user, project]).Unwitnessed);

        // Of a project's file that nobody has accepted, the demand holds, and nobody is told of this machine.
        PolicyLayer cloned = PolicyOf.Layer(With("https://project.example/", SecondWitness, "deny"), PolicyRank.Project).ToNarrowing();
        Assert.Equal(["https://org.example/"], Urls(cloned, organisation));
        Assert.Equal(UnwitnessedUse.Deny, SessionPolicy.Of([BuiltInPolicies.Defaults, user, cloned]).Unwitnessed);
    }

    private static Decision Leaves(SessionPolicy policy, string request)
    {
        RequestFacts facts = PolicyOf.Request(request);
        var findings = new BodyFindings { Source = [new SourceFound(new UnixPath("src/a.cs"), [new LineRange(1, 9)], 9, true)] };
        return policy.Data.Decide(facts, findings, new DataContext(policy.Network.PurposeOf(facts), policy.RegionOf(facts.Destination), 100, 0, 0, 0, 0),
            PolicyOf.Places);
    }

    private static IEnumerable<Effect> Answers(SessionPolicy policy)
    {
        foreach (string request in Requests)
            yield return policy.Network.DecideRequest(PolicyOf.Request(request)).Outcome;
        foreach (string command in Commands)
            yield return policy.Commands.DecideText(ShellCommandLine.Read(command), PolicyOf.Places).Outcome;
        foreach (string file in Files)
            foreach (PathAccess access in Enum.GetValues<PathAccess>())
                yield return policy.Files.Decide(new UnixPath(file), access, PolicyOf.Places).Outcome;
        foreach (string request in Requests)
            yield return Leaves(policy, request).Outcome;
        yield return policy.Data.Secrets;
    }
}
