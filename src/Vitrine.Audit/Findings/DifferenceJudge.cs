using System.Text.RegularExpressions;
using System.Globalization;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Statistics;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference: open, lawful, covert or an identifier. What no rule explains is covert.</summary>
internal sealed partial class DifferenceJudge(TargetNames target, Func<AuditSession, ContentHashes> hashes)
{
    private static readonly string[] s_ofClients = ["accept-encoding", "connection", "host", "te", "upgrade", "keep-alive", "proxy-connection", "http2-settings"];
    private static readonly string[] s_reporting = ["TELEMETRY", "STAT", "ANALYTICS", "TRACE", "OTEL", "METRIC", "DEBUG", "LOG", "REPORT", "USAGE"];

    // Seconds. A handshake on a busy machine takes less.
    private const double LeastPause = 0.12;

    private readonly Documentation _documentation = new(target.Documented);
    private readonly EndpointProfiles _profiles = new(target.Documented);

    /// <summary>The judgement; null for what only follows from another difference.</summary>
    public Judgement? Judge(Difference difference)
    {
        Judgement? judgement = JudgeItself(difference);
        bool mayBeDocumented = judgement is { Class: FindingClasses.Covert or FindingClasses.Identifier, Severity: Severity.Medium } && !TextJudge.AsksForMarks(difference.Before) && !TextJudge.AsksForMarks(difference.After) && !TextJudge.IsSecretive(difference.Before + difference.After);
        return mayBeDocumented && (_documentation.Says(difference, SaidValues.AreBeside(difference)) ?? _profiles.Says(difference)) is string said ? new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{said}”") : judgement;
    }

    /// <summary>What the README says of a variable that makes the target listen on this machine alone; null where nothing is.</summary>
    public string? SaysListening(Difference difference, Act act) => _documentation.SaysListening(difference, act);

    private Judgement? JudgeItself(Difference difference)
    {
        if (difference.Path == "exit status" || difference.Path.StartsWith(FeatureReader.Presence + "file", StringComparison.Ordinal) || difference.Path.StartsWith(FeatureReader.Presence + "read", StringComparison.Ordinal))
            return null;
        if (ReachesModel(difference.SessionsWith) != ReachesModel(difference.SessionsWithout))
            return difference.Path == FeatureReader.Presence + "model request" ? new Judgement(FindingClasses.Open, Severity.Low, "the target does not come to ask its model under one of the conditions") : null;
        if (IsOwnSetting(difference))
            return Judgement.Open("a variable of the target's own; who sets it asks for it");
        if (difference.Factors.All(factor => factor is Factors.EndpointHost or Factors.Proxy or Factors.Interception or Factors.EnvironmentVariable) && IsOfTransport(difference)
            && (IsOtherWire(difference) || (difference.Channel != Channels.Timing && IsProxied(difference.SessionsWithout[0]) != IsProxied(difference.SessionsWith[0]))))
            return Judgement.Lawful("the connection itself is another: other scheme, a proxy, or this machine instead of another");
        if (difference.Kind == DifferenceKind.Time)
            return JudgeTime(difference);
        if (ByRequest(difference) is { } byRequest)
            return byRequest;
        Judgement? byServer = JudgeServer(difference);
        if (byServer is not null)
            return byServer;
        if (difference.Path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal))
            return JudgePresence(difference);
        if (difference.Channel is Channels.BodyStructure or Channels.Header && difference.Path.Contains('#', StringComparison.Ordinal))
            return JudgeStructure(difference);
        if (difference.Channel is Channels.ConnectionPattern or Channels.HttpFraming)
            return JudgeTransport(difference);
        if (difference.Path == "order of requests")
            return null;
        if (difference.Path.StartsWith(MachineFeatures.Permissions, StringComparison.Ordinal))
            return difference.Factors is [Factors.RunCount] or [Factors.WorkspaceContent] ? Judgement.Lawful("other files are kept where there is more to keep") : Judgement.Covert("others may read or change what it keeps, or may not, under this condition only");
        return new TextJudge(target, _documentation, hashes).Judge(difference);
    }

    /// <summary>Whether sessions came to ask the model: those that did not show nothing but that.</summary>
    public static bool ReachesModel(IReadOnlyList<AuditSession> sessions) => sessions.Any(session => session.Capture.Exchanges.Any(exchange => exchange.IsModel));

    /// <summary>Whether the difference takes a variable that only this target knows.</summary>
    public bool IsOwnSetting(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Count > 0 && level.Changes.Environment.Keys.All(target.Owns) && !IsUnseen(difference);

    /// <summary>Whether a difference is that something is not there where a variable asks not to be tracked.</summary>
    public static bool IsOptedOut(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.After is "no" or "" && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Count > 0 && level.Changes.Environment.All(variable => NetworkActs.IsOptOut(variable.Key, variable.Value));

    // What HTTP clients set by themselves, by the kind of the connection.
    private static bool IsOfTransport(Difference difference) => difference.Channel switch
    {
        Channels.Timing => !IsBetweenRequests(difference),
        Channels.HttpFraming => !IsOwnCut(difference),
        Channels.ConnectionPattern or Channels.Dns => true,
        Channels.Header => (difference.Path.Contains("fields#", StringComparison.Ordinal) && !difference.Path.EndsWith("fields#members", StringComparison.Ordinal))
            || s_ofClients.Any(name => difference.Path.EndsWith($" field {name}", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    private static bool IsBetweenRequests(Difference difference) => difference.Path.StartsWith("time before ", StringComparison.Ordinal) && difference.Path != FeatureReader.TimeBeforeFirst;

    // Chunks are cut by the program, whatever carries them.
    private static bool IsOwnCut(Difference difference) => difference.Path.EndsWith(" chunks", StringComparison.Ordinal) || difference.Path.StartsWith(RequestFeatures.Bounds, StringComparison.Ordinal) || difference.Path.EndsWith(" chunk lines", StringComparison.Ordinal);

    private static bool IsOtherWire(Difference difference)
    {
        static string Scheme(AuditSession session) => session.Machine.Endpoint.Split("://")[0];
        static bool UsesEndpoint(AuditSession session) => session.Capture.Exchanges.Where(exchange => exchange.IsModel)
            .All(exchange => session.Capture.Connections.FirstOrDefault(made => made.Number == exchange.Connection) is not { } made
                || made.Host.Equals(FeatureReader.EndpointHost(session.Machine), StringComparison.OrdinalIgnoreCase) || System.Net.IPAddress.TryParse(made.Host, out _));
        AuditSession without = difference.SessionsWithout[0], with = difference.SessionsWith[0];
        // A loopback name has two addresses, and clients race them.
        static bool IsLoopback(AuditSession session) => Uri.TryCreate(session.Machine.Endpoint, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;
        return Scheme(without) != Scheme(with) || IsLoopback(without) != IsLoopback(with) || UsesEndpoint(without) != UsesEndpoint(with);
    }

    // A proxy is asked with the whole URL (RFC 9112, section 3.2.2).
    private static bool IsProxied(AuditSession session) => session.Machine.Environment.Any(variable => variable.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) && variable.Value.Length > 0)
        && session.Capture.Exchanges.Any(exchange => exchange.IsModel && Uri.TryCreate(exchange.Target, UriKind.Absolute, out Uri? url) && IsOfEndpoint(url, session));

    private static bool IsOfEndpoint(Uri url, AuditSession session) =>
        url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && Uri.TryCreate(session.Machine.Endpoint, UriKind.Absolute, out Uri? endpoint) && url.Authority.Equals(endpoint.Authority, StringComparison.OrdinalIgnoreCase);

    // What clients say to proxies: nothing that depends on anything.
    private static readonly Dictionary<string, string[]> s_ofProxies = new(StringComparer.Ordinal)
    {
        ["cache-control"] = ["no-cache", "no-store", "no-cache, no-store", "max-age=0"],
        ["pragma"] = ["no-cache"],
        ["connection"] = ["close", "keep-alive"],
        ["proxy-connection"] = ["close", "keep-alive"],
    };

    /// <summary>What another part of the same request asks for.</summary>
    private Judgement? ByRequest(Difference difference)
    {
        AuditSession without = difference.SessionsWithout[0], with = difference.SessionsWith[0];
        if (difference.Path.EndsWith(": target", StringComparison.Ordinal) && IsProxied(without) != IsProxied(with)
            && (IsWholeUrl(difference.Before, difference.After, with) || IsWholeUrl(difference.After, difference.Before, without)))
            return Judgement.Lawful("a proxy is asked for the whole URL (RFC 9112, section 3.2.2)");
        if (LocaleForms.IsAddedField(difference))
            return Judgement.Open("a field that asks for the language, in clear (RFC 9110, section 12.5.4)");
        if (RunningTotal.Explains(difference))
            return Judgement.Lawful("a count of what was said so far, and more or less was said");
        if (ElapsedTimes.Explain(difference))
            return Judgement.Lawful("the time since the program began, which is longer where the machine is slower");
        if (SaidLength.Explains(difference))
            return Judgement.Lawful("how much was said so far, and more or less was said");
        if (difference.Factors is [Factors.Proxy] && AddedFields(difference) is { Count: > 0 } added && added.All(field => s_ofProxies.TryGetValue(field.Name, out string[]? usual) && field.Values.All(usual.Contains)))
            return new Judgement(FindingClasses.Lawful, Severity.Low, "a field that is meant for proxies on the way (RFC 9110, section 7.6, and RFC 9111)");
        if (difference.Factors is [Factors.Proxy] or [Factors.Interception] or [Factors.SandboxDetection] && AddedFieldsSayFactor(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a field whose name says the condition, in clear");
        if (AddedFields(difference) is { Count: > 0 } told && _documentation.SaysFields(difference, told) is string quoted)
            return new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{quoted}”");
        if (difference.Factors is [Factors.EnvironmentVariable] && AddedFieldsNameVariable(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "fields that name what the variable says, in clear");
        return difference.Path.EndsWith("fields#members", StringComparison.Ordinal) && WithoutCoding(difference.Before).SequenceEqual(WithoutCoding(difference.After)) && IsPackedBySize(difference)
            ? Judgement.Lawful("bodies are packed from a size on, and this one is longer on one side")
            : null;
    }

    private const int ShortestValue = 4;
    private const int LongestFieldName = 32;

    // Its value says no more than that it is so.
    private static bool AddedFieldsSayFactor(Difference difference) => AddedFields(difference) is { Count: > 0 } added
        && added.All(field => field.Name.Length <= LongestFieldName && field.Name.All(c => char.IsAsciiLetterLower(c) || c == '-') && FactLines.IsLabelOf(difference.Factors[0], field.Name.Split('-')) && field.Values.All(value => value is "true" or "1"));

    // With what all sessions say in them.
    private static List<(string Name, string[] Values)>? AddedFields(Difference difference)
    {
        string[] before = difference.Before.Split(' '), after = difference.After.Split(' ');
        if (!difference.Path.EndsWith("fields#members", StringComparison.Ordinal) || !before.All(after.Contains))
            return null;
        return [.. after.Except(before).Select(name => (name, (string[])[.. difference.SessionsWith.Select(session => FeatureReader.Of(session).All.TryGetValue($"{difference.Path[..^"fields#members".Length]}field {name}", out Feature? field) ? field.Value : "").Distinct(StringComparer.Ordinal)]))];
    }

    private static bool AddedFieldsNameVariable(Difference difference)
    {
        IEnumerable<KeyValuePair<string, string?>> variables = difference.With.Levels.SelectMany(level => level.Changes.Environment);
        return AddedFields(difference) is { Count: > 0 } added && added.All(field => field.Values is [var value] && field.Name.Length <= LongestFieldName && (TextJudge.IsOfVariable(value, difference)
            || variables.Any(variable => value == variable.Value && (value.Length >= ShortestValue || variable.Key.Replace('_', '-').Equals(field.Name, StringComparison.OrdinalIgnoreCase)) && !Secret().IsMatch(variable.Key))));
    }

    private static bool IsWholeUrl(string path, string url, AuditSession session) => path.StartsWith('/') && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.PathAndQuery == path && IsOfEndpoint(uri, session);

    private static IEnumerable<string> WithoutCoding(string fields) => fields.Split(' ').Where(name => name != "content-encoding");

    // In all sessions on both sides, whatever is packed is longer than whatever is not.
    private static bool IsPackedBySize(Difference difference)
    {
        ILookup<bool, int> lengths = difference.SessionsWithout.Concat(difference.SessionsWith).SelectMany(session => session.Capture.Exchanges).Where(exchange => exchange.IsModel)
            .ToLookup(exchange => BodyText.Field(exchange, "content-encoding") is not null, exchange => BodyText.Decode(exchange).Length);
        return lengths.Contains(true) && lengths.Contains(false) && lengths[true].Min() > lengths[false].Max();
    }

    private static Judgement JudgeTime(Difference difference)
    {
        string factor = difference.Factors[0];
        if (IsAgainstMatched(difference))
            return IsBetweenRequests(difference) && Away(difference) >= LeastPause ? Judgement.Covert("it waits longer by a word in the workspace: content that is equal but for such words costs no such time") : Judgement.Lawful("more to read");
        if (factor is not (Factors.ServerResponse or Factors.WorkspaceContent or Factors.Proxy or Factors.EndpointHost or Factors.Interception or Factors.RunCount))
            return Judgement.Covert("the factor costs no time by itself, and the target waits longer under it");
        // A connection is made before the first request, and what earlier sessions left is read before it: between later ones, that costs some milliseconds. A server may ask for a pause.
        return factor is not (Factors.ServerResponse or Factors.WorkspaceContent) && IsBetweenRequests(difference) && Away(difference) >= LeastPause && !UsesProxy(difference)
            ? Judgement.Covert("the factor costs time before the first request, and the target waits longer between later ones")
            : new Judgement(FindingClasses.Lawful, Severity.Info, "time that the factor costs by itself: other connections, more to read");
    }

    /// <summary>Whether both sides have content, and the same but for words that mean something to somebody: what there is to read explains nothing then.</summary>
    private static bool IsAgainstMatched(Difference difference) =>
        difference.Factors is [Factors.WorkspaceContent] && difference.With.Of(Factors.WorkspaceContent) is { MatchedWith: string matched } && difference.Without.Of(Factors.WorkspaceContent)?.Name == matched;

    // What a proxy takes is not the target's.
    private static bool UsesProxy(Difference difference) => difference.SessionsWith.Concat(difference.SessionsWithout).Any(session => session.Machine.Environment.Any(variable =>
        variable.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(variable.Value, UriKind.Absolute, out Uri? proxy) && session.Capture.Connections.Any(made => made.Host.Equals(proxy.Host, StringComparison.OrdinalIgnoreCase))));

    private static double Away(Difference difference)
    {
        double[] Seconds(IReadOnlyList<AuditSession> sessions) => [.. sessions.Select(session => FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? time) ? double.Parse(time.Value, CultureInfo.InvariantCulture) : double.NaN).Where(double.IsFinite)];
        double[] without = Seconds(difference.SessionsWithout), with = Seconds(difference.SessionsWith);
        return without.Length == 0 || with.Length == 0 ? 0 : Math.Abs(RankTest.Median(without) - RankTest.Median(with));
    }

    private Judgement? JudgeServer(Difference difference)
    {
        if (!difference.Factors.Contains(Factors.ServerResponse) || IsUnseen(difference) || difference.Path.Contains("#order", StringComparison.Ordinal) || difference.Path.Contains("#escapes", StringComparison.Ordinal))
            return null;
        if (difference.Channel is Channels.UnexpectedHost or Channels.Url or Channels.Dns or Channels.Process or Channels.ListeningSocket && difference.Path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal))
            return null;
        // How a body is cut is no answer to anything.
        if (difference.Channel == Channels.HttpFraming && IsOwnCut(difference) && Pieces().IsMatch(difference.Before) && Pieces().IsMatch(difference.After))
            return null;
        bool isInstruction = difference.Channel == Channels.BodyText && (TextJudge.IsSecretive(difference.After) || TextJudge.AsksForMarks(difference.After));
        if (isInstruction)
            return null;
        return IsOtherPrompt(difference) && !FactLines.IsModel(difference) && !FactLines.NameFactor(difference, FactLines.LinesOf(difference, LongestFieldName * 8) is var (before, after) ? before + "\n" + after : "") && !new TextJudge(target, _documentation, hashes).IsTold(difference)
            ? new Judgement(FindingClasses.Covert, Severity.Medium, "the server's answer changes what the model is told, and the text does not say so") { Channel = Channels.ModelInstruction }
            : Judgement.Lawful("what the server sent changes what is said in plain sight");
    }

    // What the model is told before it is asked; what stands behind that is the conversation, in which the answers are.
    private static bool IsOtherPrompt(Difference difference) => difference is { Channel: Channels.BodyText, Kind: DifferenceKind.Steady, Place.Length: > 0 } && difference.After.Trim().Length > 0 && Prompt().IsMatch(difference.Path) && (difference.Before + difference.After).Any(char.IsLetter)
        && difference.With.Levels.Concat(difference.Without.Levels).Any(level => level.Changes is { Answers.Count: > 0 } or { AnswerHeaders.Count: > 0 } or { AnswerAdditions.Count: > 0 } or { FailFirst: > 0 })
        && !difference.With.Levels.SelectMany(level => level.Changes.Answers.Concat(level.Changes.AnswerHeaders)).Any(answer => difference.After.Trim() is { Length: >= ShortestValue } said && answer.Value?.Contains(said, StringComparison.Ordinal) == true);

    private Judgement JudgePresence(Difference difference)
    {
        string what = difference.Path[FeatureReader.Presence.Length..];
        bool isNamed = difference.Factors.All(factor => factor is Factors.WorkspaceContent or Factors.GitRemote or Factors.GitIdentity or Factors.EnvironmentVariable or Factors.Proxy);
        if (difference.Channel is Channels.Dns or Channels.UnexpectedHost && difference.Factors is [Factors.EndpointHost] && NamesEndpoint(difference, what))
            return Judgement.Lawful("the name is of the endpoint itself under one of the conditions");
        if (what.StartsWith("model request", StringComparison.Ordinal))
            return difference.Factors is [Factors.ServerResponse] or [Factors.WorkspaceContent] && !IsAgainstMatched(difference) ? Judgement.Lawful("how often the model is asked follows from what it answers, and from what there is")
                : _documentation.SaysTurns(difference) is string turns ? new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{turns}”") : Judgement.Covert("the model is asked more or less often") with { Channel = Channels.Url };
        if (IsOptedOut(difference))
            return Judgement.Lawful("it is not done where the environment asks not to be tracked");
        if (difference.Channel is Channels.Dns or Channels.UnexpectedHost && difference is { Factors: [Factors.EnvironmentVariable], IsMissing: true })
            return new Judgement(FindingClasses.Open, Severity.Low, "it is not done where this variable is set; that it is done otherwise is looked at by itself");
        // Where it goes along with questions, it is what they are asked with.
        if (what == "listener " + RecordReading.AnyPort && (difference.Factors.All(factor => factor is Factors.EndpointHost or Factors.Proxy or Factors.ServerResponse)
            || difference.SessionsWith.Concat(difference.SessionsWithout).All(session => session.Capture.Listeners.Contains(RecordReading.AnyPort) == session.Capture.Names.Count > 0)))
            return new Judgement(FindingClasses.Act, Severity.Low, "a socket as those have that ask for a name");
        if (difference is { Factors: [Factors.RunCount], IsMissing: true })
            return Judgement.Lawful("it is done at the first start and not again");
        if (difference.Channel == Channels.Dns && difference.Factors is [Factors.Proxy] && (difference.IsMissing || IsOfVariables(difference, what)))
            return Judgement.Lawful("a proxy is looked up itself, and looks up the other names");
        if (difference.Channel == Channels.Url && difference.Factors.All(factor => factor is Factors.Proxy or Factors.Interception) && (what.StartsWith("HEAD ", StringComparison.Ordinal) || what.StartsWith("OPTIONS ", StringComparison.Ordinal)))
            return new Judgement(FindingClasses.Open, Severity.Low, "a request without content, which tells whether the connection works");
        switch (difference.Channel)
        {
            case Channels.Process when what.StartsWith("process that stays", StringComparison.Ordinal):
                return new Judgement(FindingClasses.Act, Severity.Medium, "a program is left behind under this condition only");
            case Channels.Process:
                return isNamed || difference.Factors.Contains(Factors.ServerResponse) || difference.Factors.Contains(Factors.SandboxDetection)
                    ? new Judgement(FindingClasses.Act, Severity.Low, "another program runs under this condition, which may have an ordinary cause")
                    : new Judgement(FindingClasses.Act, Severity.Medium, "a program runs under this condition only, and the condition is no reason for it");
            case Channels.Url when difference.Factors.Contains(Factors.ServerResponse):
                return new Judgement(FindingClasses.Lawful, Severity.Low, "the server's answer leads to another request to it, in which nothing of the machine was recognised");
            case Channels.Url when IsSwitchedOn(difference):
                return new Judgement(FindingClasses.Open, Severity.Low, "a variable switches reporting on");
            case Channels.Url when difference is { Factors: [Factors.EnvironmentVariable], After: "no" } && _documentation.Stops(difference, what) is string stops:
                return new Judgement(FindingClasses.Open, Severity.Low, $"its README says that the variable stops it: “{stops}”");
            case Channels.Url:
                return new Judgement(FindingClasses.Covert, Severity.Medium, "a request to the endpoint is made under this condition only");
            default:
                return Judgement.Covert("it happens under this condition only");
        }
    }

    private static bool IsOfVariables(Difference difference, string what) => difference.With.Levels.SelectMany(level => level.Changes.Environment.Values)
        .Any(value => Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Host.Length > 0 && what.Contains(NameFeatures.Zone(url.Host), StringComparison.OrdinalIgnoreCase));

    private static bool NamesEndpoint(Difference difference, string what) => difference.SessionsWithout.Concat(difference.SessionsWith)
        .Select(session => FeatureReader.EndpointHost(session.Machine)).Distinct(StringComparer.OrdinalIgnoreCase).Any(host => what.Contains(NameFeatures.Zone(host), StringComparison.OrdinalIgnoreCase));

    private static bool IsSwitchedOn(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.With.Of(Factors.EnvironmentVariable) is Level level && level.Changes.Environment.Any(variable =>
            variable.Value is not (null or "" or "0" or "false")
            && s_reporting.Any(word => variable.Key.Contains(word, StringComparison.OrdinalIgnoreCase))
            && !variable.Key.Contains("NO_", StringComparison.OrdinalIgnoreCase) && !variable.Key.Contains("DISABLE", StringComparison.OrdinalIgnoreCase) && !variable.Key.Contains("NOT_", StringComparison.OrdinalIgnoreCase));

    private static Judgement? JudgeStructure(Difference difference)
    {
        bool isCount = difference.After.EndsWith(" items", StringComparison.Ordinal);
        if (difference.Path.EndsWith("escapes beyond ASCII", StringComparison.Ordinal))
            return HasOtherScript(difference) ? Judgement.Lawful("the value itself is not ASCII") : Judgement.Covert("the same text is escaped in another way") with { Channel = Channels.BodyText };
        if (difference.Path.Contains("#escapes", StringComparison.Ordinal))
            return Judgement.Covert("the same text is escaped in another way: parsers do not see it") with { Channel = Channels.BodyText };
        if (difference.Path.Contains("#space", StringComparison.Ordinal) || difference.Path.EndsWith("#around", StringComparison.Ordinal))
            return Judgement.Covert("white space that parsers drop differs");
        if (difference.Path.Contains("#order", StringComparison.Ordinal))
        {
            bool isSameSet = difference.Before.Split(' ').Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(difference.After.Split(' ').Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
            if (LocaleForms.IsOrderOfDefault(difference))
                return Judgement.Lawful("the HTTP client adds a field of its own where the program sets none");
            return isSameSet ? Judgement.Covert("the same names in another order or with other capitals: the order means nothing to the receiver") : null;
        }
        if (difference.Factors is [Factors.WorkspaceContent] && !(IsAgainstMatched(difference) && !isCount))
            return Judgement.Lawful("other content of the workspace");
        // Blocks of a text are compared as one, with what parts them.
        if (isCount && IsTextOfBlocks(difference))
            return null;
        if (isCount)
            return difference.Factors.All(factor => factor is Factors.GitRemote or Factors.RunCount) ? Judgement.Lawful("more or less to say") : Judgement.Covert("more or fewer items under this condition");
        if (IsMoved(difference))
            return Judgement.Covert("the same member stands at another item of as many under this condition");
        if (MetricNames.AreOtherWork(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "metrics that are named after what was done, in clear, and a later session does other things");
        bool isLow = difference.Factors is [Factors.EndpointHost] || (difference.Factors is [Factors.Proxy] && !difference.Path.EndsWith("fields#members", StringComparison.Ordinal));
        return isLow
            ? new Judgement(FindingClasses.Open, Severity.Low, "members or fields with names of their own depend on the endpoint, in plain sight")
            : Judgement.Covert("a member or field is there under this condition only");
    }

    private static bool IsTextOfBlocks(Difference difference)
    {
        string text = difference.Path[..^"#members".Length] + "/*/text";
        return difference.Path.EndsWith("#members", StringComparison.Ordinal) && FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(text, out Feature? before) && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(text, out Feature? after) && before.Value != after.Value;
    }

    // Members that are looked for in all items.
    private const int MostMoved = 16;

    // As many items have it on both sides, and not the same ones.
    private static bool IsMoved(Difference difference)
    {
        if (Item().Match(difference.Path) is not { Success: true } path)
            return false;
        string array = path.Groups[1].Value;
        IReadOnlyDictionary<string, Feature> before = FeatureReader.Of(difference.SessionsWithout[0]).All, after = FeatureReader.Of(difference.SessionsWith[0]).All;
        string[] one = difference.Before.Split(' '), other = difference.After.Split(' ');
        return one.Except(other).Concat(other.Except(one)).Take(MostMoved).Any(name => ItemsWith(before, array, name) is { Count: > 0 } old && ItemsWith(after, array, name) is var now && old.Count == now.Count && !old.SetEquals(now));
    }

    private static HashSet<string> ItemsWith(IReadOnlyDictionary<string, Feature> features, string array, string name) =>
        [.. features.Where(feature => feature.Key.StartsWith(array, StringComparison.Ordinal) && Item().Match(feature.Key) is { Success: true } path && path.Groups[1].Value == array && feature.Value.Value.Split(' ').Contains(name)).Select(feature => feature.Key)];

    private Judgement JudgeTransport(Difference difference)
    {
        if (difference.Path.StartsWith("ClientHello to ", StringComparison.Ordinal) && difference.Factors is [Factors.Interception])
            return new Judgement(FindingClasses.Open, Severity.Low, "TLS is set up otherwise where an authority is named");
        bool isLength = difference.Path.Contains(" chunks", StringComparison.Ordinal) && difference.Factors.All(factor => factor is Factors.WorkspaceContent or Factors.HomePath or Factors.GitRemote);
        if (isLength)
            return new Judgement(FindingClasses.Lawful, Severity.Low, "a longer body is cut otherwise");
        if (difference.Channel == Channels.ConnectionPattern && !difference.SessionsWithout.Select(Requests).Intersect(difference.SessionsWith.Select(Requests)).Any())
            return new Judgement(FindingClasses.Lawful, Severity.Low, "other requests are made, which are looked at for themselves, and connections follow from them");
        if (difference.Channel == Channels.ConnectionPattern && FollowsClosing(difference))
            return Judgement.Lawful("each request says in clear that its connection ends with it (RFC 9112, section 9.6), which is looked at by itself");
        if (IsUseOfConnections(difference) && _documentation.SaysConnections(difference) is string said)
            return new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{said}”");
        return Judgement.Covert(difference.Channel == Channels.HttpFraming ? "the same content is framed otherwise under this condition" : "connections are used otherwise under this condition");
    }

    private static bool IsUseOfConnections(Difference difference) => difference.Path.StartsWith("connections of model requests", StringComparison.Ordinal) || difference.Path.StartsWith("number of connections", StringComparison.Ordinal) || difference.Path.StartsWith("reuse of connections", StringComparison.Ordinal);

    // One connection for each request where all of them say so, and for all where none does.
    private static bool FollowsClosing(Difference difference) =>
        Closing(difference.SessionsWithout) is bool without && Closing(difference.SessionsWith) is bool with && without != with && (without ? difference.SessionsWithout : difference.SessionsWith).All(session => Connections(session) is { Length: > 1 } used && used.Distinct().Count() == used.Length)
        && (without ? difference.SessionsWith : difference.SessionsWithout).All(session => Connections(session).Distinct().Count() == 1);

    private static int[] Connections(AuditSession session) => [.. session.Capture.Exchanges.Where(exchange => exchange.IsModel).Select(exchange => exchange.Connection)];

    private static bool? Closing(IReadOnlyList<AuditSession> sessions)
    {
        bool[] says = [.. sessions.SelectMany(session => session.Capture.Exchanges).Where(exchange => exchange.IsModel).Select(exchange => "close".Equals(BodyText.Field(exchange, "connection"), StringComparison.OrdinalIgnoreCase)).Distinct()];
        return says is [var all] ? all : null;
    }

    private static string Requests(AuditSession session) => FeatureReader.Of(session).All.TryGetValue("order of requests", out Feature? order) ? string.Join(", ", order.Value.Split(", ").Order(StringComparer.Ordinal)) : "";

    private static bool HasOtherScript(Difference difference)
    {
        MachineFacts facts = difference.SessionsWith[0].Machine;
        return difference.Factors.Contains(Factors.Locale) || difference.Factors.Contains(Factors.WorkspaceContent)
            || string.Concat(facts.UserName, facts.GitName, facts.Home, facts.Workspace, facts.HostName, facts.GitEmail).Any(c => c >= 0x80)
            || string.Concat(facts.Environment.Values).Any(c => c >= 0x80);
    }

    private static bool IsUnseen(Difference difference) => difference.Before != difference.After && Folding.Fold(difference.Before) == Folding.Fold(difference.After);

    [GeneratedRegex(@" body /(?:system|instructions|systemInstruction|system_instruction|messages/0|input/0|tools)(?:/|\z)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\Apieces of [0-9]+\z| and the rest\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\A(.*/)[0-9]{1,4}#members\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Item();

    [GeneratedRegex("TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Secret();
}
