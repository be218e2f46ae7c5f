using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference: open, lawful, covert or an identifier. What no rule explains is covert.</summary>
internal sealed partial class DifferenceJudge(TargetNames target, Func<AuditSession, ContentHashes> hashes)
{
    private static readonly string[] s_reporting = ["TELEMETRY", "STAT", "ANALYTICS", "TRACE", "OTEL", "METRIC", "DEBUG", "LOG", "REPORT", "USAGE"];

    private readonly Documentation _documentation = new(target.Documented);
    private readonly EndpointProfiles _profiles = new(target.Documented);

    /// <summary>The judgement; null for what only follows from another difference.</summary>
    public Judgement? Judge(Difference difference)
    {
        Judgement? judgement = JudgeItself(difference);
        bool mayBeDocumented = judgement is { Class: FindingClasses.Covert or FindingClasses.Identifier, Severity: Severity.Medium }
            && !TextJudge.AsksForMarks(difference.Before)
            && !TextJudge.AsksForMarks(difference.After)
            && !TextJudge.IsSecretive(difference.Before + difference.After);
        return mayBeDocumented && (_documentation.Says(difference, SaidValues.AreBeside(difference)) ?? _profiles.Says(difference)) is string said
            ? new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{said}”")
            : judgement;
    }

    /// <summary>What the README says of a variable that makes the target listen on this machine alone; null where nothing is.</summary>
    public string? SaysListening(Difference difference, Act act) => _documentation.SaysListening(difference, act);

    private Judgement? JudgeItself(Difference difference)
    {
        if (difference.Path == "exit status"
            || difference.Path.StartsWith(FeatureReader.Presence + "file", StringComparison.Ordinal)
            || difference.Path.StartsWith(FeatureReader.Presence + "read", StringComparison.Ordinal))
            return null;
        if (ReachesModel(difference.SessionsWith) != ReachesModel(difference.SessionsWithout))
            return difference.Path == FeatureReader.Presence + "model request"
                ? new Judgement(FindingClasses.Open, Severity.Low, "the target does not come to ask its model under one of the conditions")
                : null;
        if (IsOwnSetting(difference))
            return Judgement.Open("a variable of the target's own; who sets it asks for it");
        if (difference.Factors.All(factor => factor is Factors.EndpointHost or Factors.Proxy or Factors.Interception or Factors.EnvironmentVariable)
            && Wire.Is(difference)
            && (Wire.IsOther(difference)
                || (difference.Channel != Channels.Timing && Wire.IsProxied(difference.SessionsWithout[0]) != Wire.IsProxied(difference.SessionsWith[0]))))
            return Judgement.Lawful("the connection itself is another: other scheme, a proxy, or this machine instead of another");
        if (difference.Kind == DifferenceKind.Time)
            return TimeJudge.Judge(difference);
        if (ByRequest(difference) is { } byRequest)
            return byRequest;
        Judgement? byServer = JudgeServer(difference);
        if (byServer is not null)
            return byServer;
        if (difference.Path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal))
            return JudgePresence(difference);
        if (_documentation.SaysOrder(difference) is string order)
            return new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{order}”");
        if (difference.Channel is Channels.BodyStructure or Channels.Header && difference.Path.Contains('#', StringComparison.Ordinal))
            return StructureJudge.Judge(difference);
        if (difference.Channel is Channels.ConnectionPattern or Channels.HttpFraming)
            return new TransportJudge(_documentation).Judge(difference);
        if (difference.Path == "order of requests")
            return null;
        if (difference.Path.StartsWith(MachineFeatures.Permissions, StringComparison.Ordinal))
            return difference.Factors is [Factors.RunCount] or [Factors.WorkspaceContent]
                ? Judgement.Lawful("other files are kept where there is more to keep")
                : Judgement.Covert("others may read or change what it keeps, or may not, under this condition only");
        return new TextJudge(target, _documentation, hashes).Judge(difference);
    }

    /// <summary>Whether sessions came to ask the model: those that did not show nothing but that.</summary>
    public static bool ReachesModel(IReadOnlyList<AuditSession> sessions) =>
        sessions.Any(session => session.Capture.Exchanges.Any(exchange => exchange.IsModel));

    /// <summary>Whether the difference takes a variable that only this target knows.</summary>
    public bool IsOwnSetting(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Count > 0 && level.Changes.Environment.Keys.All(target.Owns) && !IsUnseen(difference);

    /// <summary>Whether a difference is that something is not there where a variable asks not to be tracked.</summary>
    public static bool IsOptedOut(Difference difference) =>
        difference.After is "no" or "" && IsOptOut(difference);

    private static bool IsOptOut(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Count > 0 && level.Changes.Environment.All(variable => NetworkActs.IsOptOut(variable.Key, variable.Value));

    /// <summary>What another part of the same request asks for.</summary>
    private Judgement? ByRequest(Difference difference)
    {
        AuditSession without = difference.SessionsWithout[0], with = difference.SessionsWith[0];
        if (difference.Path.EndsWith(": target", StringComparison.Ordinal) && Wire.IsProxied(without) != Wire.IsProxied(with)
            && (Wire.IsWholeUrl(difference.Before, difference.After, with) || Wire.IsWholeUrl(difference.After, difference.Before, without)))
            return Judgement.Lawful("a proxy is asked for the whole URL (RFC 9112, section 3.2.2)");
        if (LanguageFields.IsAddedField(difference))
            return Judgement.Open("a field that asks for the language, in clear (RFC 9110, section 12.5.4)");
        if (RunningTotal.Explains(difference))
            return Judgement.Lawful("a count of what was said so far, and more or less was said");
        if (ElapsedTimes.Explain(difference))
            return Judgement.Lawful("the time since the program began, which is longer where the machine is slower");
        if (SaidLength.Explains(difference))
            return Judgement.Lawful("how much was said so far, and more or less was said");
        if (difference.Factors is [Factors.Proxy] && AddedFields.AreOfProxies(difference))
            return new Judgement(FindingClasses.Lawful, Severity.Low, "a field that is meant for proxies on the way (RFC 9110, section 7.6, and RFC 9111)");
        if (difference.Factors is [Factors.Proxy] or [Factors.Interception] or [Factors.SandboxDetection] && AddedFields.SayFactor(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a field whose name says the condition, in clear");
        if (AddedFields.Of(difference) is { Count: > 0 } told && _documentation.SaysFields(difference, told) is string quoted)
            return new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{quoted}”");
        if (IsOptOut(difference) && AddedFields.LeaveIdsOut(difference))
            return Judgement.Lawful("an id that is not sent where the environment asks not to be tracked");
        if (difference.Factors is [Factors.EnvironmentVariable] && AddedFields.NameVariable(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "fields that name what the variable says, in clear");
        return difference.Path.EndsWith("fields#members", StringComparison.Ordinal)
            && WithoutCoding(difference.Before).SequenceEqual(WithoutCoding(difference.After))
            && IsPackedBySize(difference)
            ? Judgement.Lawful("bodies are packed from a size on, and this one is longer on one side")
            : null;
    }

    private const int ShortestValue = 4;
    private const int LongestTold = 256;

    private static IEnumerable<string> WithoutCoding(string fields) => fields.Split(' ').Where(name => name != "content-encoding");

    // In all sessions on both sides, whatever is packed is longer than whatever is not.
    private static bool IsPackedBySize(Difference difference)
    {
        ILookup<bool, int> lengths = difference.SessionsWithout.Concat(difference.SessionsWith)
            .SelectMany(session => session.Capture.Exchanges)
            .Where(exchange => exchange.IsModel)
            .ToLookup(exchange => BodyText.Field(exchange, "content-encoding") is not null, exchange => BodyText.Decode(exchange).Length);
        return lengths.Contains(true) && lengths.Contains(false) && lengths[true].Min() > lengths[false].Max();
    }

    /// <summary>
    /// Whether both sides have content, and the same but for words that mean something to somebody: what there is to read explains nothing then.
    /// </summary>
    public static bool IsAgainstMatched(Difference difference) =>
        difference.Factors is [Factors.WorkspaceContent]
        && difference.With.Of(Factors.WorkspaceContent) is { MatchedWith: string matched }
        && difference.Without.Of(Factors.WorkspaceContent)?.Name == matched;

    private Judgement? JudgeServer(Difference difference)
    {
        if (!difference.Factors.Contains(Factors.ServerResponse)
            || IsUnseen(difference)
            || difference.Path.Contains("#order", StringComparison.Ordinal)
            || difference.Path.Contains("#escapes", StringComparison.Ordinal))
            return null;
        if (difference.Channel is Channels.UnexpectedHost or Channels.Url or Channels.Dns or Channels.Process or Channels.ListeningSocket
            && difference.Path.StartsWith(FeatureReader.Presence, StringComparison.Ordinal))
            return null;
        // How a body is cut is no answer to anything.
        if (difference.Channel == Channels.HttpFraming
            && Wire.IsOwnCut(difference)
            && Pieces().IsMatch(difference.Before)
            && Pieces().IsMatch(difference.After))
            return null;
        bool isInstruction = difference.Channel == Channels.BodyText && (TextJudge.IsSecretive(difference.After) || TextJudge.AsksForMarks(difference.After));
        if (isInstruction)
            return null;
        return IsOtherPrompt(difference)
            && !FactLines.IsModel(difference)
            && !FactLines.NameFactor(difference, FactLines.LinesOf(difference, LongestTold) is var (before, after) ? before + "\n" + after : "")
            && !new TextJudge(target, _documentation, hashes).IsTold(difference)
            ? new Judgement(FindingClasses.Covert, Severity.Medium,
                "the server's answer changes what the model is told, and the text does not say so")
            { Channel = Channels.ModelInstruction }
            : Judgement.Lawful("what the server sent changes what is said in plain sight");
    }

    // What the model is told before it is asked; what stands behind that is the conversation, in which the answers are.
    private static bool IsOtherPrompt(Difference difference) =>
        difference is { Channel: Channels.BodyText, Kind: DifferenceKind.Steady, Place.Length: > 0 }
        && difference.After.Trim().Length > 0
        && Prompt().IsMatch(difference.Path)
        && (difference.Before + difference.After).Any(char.IsLetter)
        && difference.With.Levels.Concat(difference.Without.Levels)
            .Any(level => level.Changes is { Answers.Count: > 0 } or { AnswerHeaders.Count: > 0 } or { AnswerAdditions.Count: > 0 } or { FailFirst: > 0 })
        && !difference.With.Levels.SelectMany(level => level.Changes.Answers.Concat(level.Changes.AnswerHeaders))
            .Any(answer => difference.After.Trim() is { Length: >= ShortestValue } said
                && answer.Value?.Contains(said, StringComparison.Ordinal) == true);

    private Judgement JudgePresence(Difference difference)
    {
        string what = difference.Path[FeatureReader.Presence.Length..];
        bool isNamed = difference.Factors.All(factor => factor is Factors.WorkspaceContent
            or Factors.GitRemote
            or Factors.GitIdentity
            or Factors.EnvironmentVariable
            or Factors.Proxy);
        if (difference.Channel is Channels.Dns or Channels.UnexpectedHost && difference.Factors is [Factors.EndpointHost] && NamesEndpoint(difference, what))
            return Judgement.Lawful("the name is of the endpoint itself under one of the conditions");
        if (what.StartsWith("model request", StringComparison.Ordinal))
            return difference.Factors is [Factors.ServerResponse] or [Factors.WorkspaceContent] && !IsAgainstMatched(difference)
                ? Judgement.Lawful("how often the model is asked follows from what it answers, and from what there is")
                : _documentation.SaysTurns(difference) is string turns
                    ? new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{turns}”")
                    : Judgement.Covert("the model is asked more or less often") with { Channel = Channels.Url };
        if (IsOptedOut(difference))
            return Judgement.Lawful("it is not done where the environment asks not to be tracked");
        if (difference.Channel is Channels.Dns or Channels.UnexpectedHost && difference is { Factors: [Factors.EnvironmentVariable], IsMissing: true })
            return new Judgement(FindingClasses.Open, Severity.Low,
                "it is not done where this variable is set; that it is done otherwise is looked at by itself");
        // Where it goes along with questions, it is what they are asked with.
        if (what == "listener " + RecordReading.AnyPort
            && (difference.Factors.All(factor => factor is Factors.EndpointHost or Factors.Proxy or Factors.ServerResponse)
                || difference.SessionsWith.Concat(difference.SessionsWithout)
                    .All(session => session.Capture.Listeners.Contains(RecordReading.AnyPort) == session.Capture.Names.Count > 0)))
            return new Judgement(FindingClasses.Act, Severity.Low, "a socket as those have that ask for a name");
        if (difference is { Factors: [Factors.RunCount], IsMissing: true })
            return Judgement.Lawful("it is done at the first start and not again");
        if (difference.Channel == Channels.Dns && difference.Factors is [Factors.Proxy] && (difference.IsMissing || IsOfVariables(difference, what)))
            return Judgement.Lawful("a proxy is looked up itself, and looks up the other names");
        if (difference.Channel == Channels.Url
            && difference.Factors.All(factor => factor is Factors.Proxy or Factors.Interception)
            && (what.StartsWith("HEAD ", StringComparison.Ordinal) || what.StartsWith("OPTIONS ", StringComparison.Ordinal)))
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
                return new Judgement(FindingClasses.Lawful, Severity.Low,
                    "the server's answer leads to another request to it, in which nothing of the machine was recognised");
            case Channels.Url when IsSwitchedOn(difference):
                return new Judgement(FindingClasses.Open, Severity.Low, "a variable switches reporting on");
            case Channels.Url when difference is { Factors: [Factors.EnvironmentVariable], After: "no" }
                && _documentation.Stops(difference, what) is string stops:
                return new Judgement(FindingClasses.Open, Severity.Low, $"its README says that the variable stops it: “{stops}”");
            case Channels.Url:
                return new Judgement(FindingClasses.Covert, Severity.Medium, "a request to the endpoint is made under this condition only");
            default:
                return Judgement.Covert("it happens under this condition only");
        }
    }

    private static bool IsOfVariables(Difference difference, string what) => difference.With.Levels.SelectMany(level => level.Changes.Environment.Values)
        .Any(value => Uri.TryCreate(value, UriKind.Absolute, out Uri? url)
            && url.Host.Length > 0
            && what.Contains(NameFeatures.Zone(url.Host), StringComparison.OrdinalIgnoreCase));

    private static bool NamesEndpoint(Difference difference, string what) => difference.SessionsWithout.Concat(difference.SessionsWith)
        .Select(session => FeatureReader.EndpointHost(session.Machine))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Any(host => what.Contains(NameFeatures.Zone(host), StringComparison.OrdinalIgnoreCase));

    private static bool IsSwitchedOn(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable]
        && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Any(variable =>
        variable.Value is not (null or "" or "0" or "false")
        && s_reporting.Any(word => variable.Key.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !variable.Key.Contains("NO_", StringComparison.OrdinalIgnoreCase)
        && !variable.Key.Contains("DISABLE", StringComparison.OrdinalIgnoreCase)
        && !variable.Key.Contains("NOT_", StringComparison.OrdinalIgnoreCase));

    private static bool IsUnseen(Difference difference) =>
        difference.Before != difference.After && Folding.Fold(difference.Before) == Folding.Fold(difference.After);

    [GeneratedRegex(@" body /(?:system|instructions|systemInstruction|system_instruction|messages/0|input/0|tools)(?:/|\z)", RegexOptions.CultureInvariant,
        20000)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\Apieces of [0-9]+\z| and the rest\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Pieces();

}
