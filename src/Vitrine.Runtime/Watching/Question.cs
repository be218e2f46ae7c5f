using System.Text.Json.Serialization;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Watching;

/// <summary>A question to a person: may this be?</summary>
/// <param name="Id">Number within the session, from 1.</param>
/// <param name="Subject"><c>command</c>, <c>file</c> or <c>request</c>.</param>
/// <param name="What">The command line, the path, the method and URL.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Origin">Where the rule stands.</param>
/// <param name="Always">The line that <see cref="Answer.Always"/> adds to the policy; null where there is none, and then that answer counts for the session
/// only.</param>
/// <param name="Until">When it is denied without an answer, UTC.</param>
public sealed record Question(long Id, string Subject, string What, string? Rule, string? Origin, string? Always, DateTimeOffset Until)
{
    /// <summary>Process that asks, as the host sees it.</summary>
    public int? Process { get; init; }
}

/// <summary>The end of a question.</summary>
public sealed record ClosedQuestion(long Id, Answer Answer);

/// <summary>One line between a session and who watches it: exactly one member is set.</summary>
internal sealed record ControlMessage
{
    /// <summary>From the session: a question stands open.</summary>
    public Question? Question { get; init; }

    /// <summary>From the session: it is closed. From the watcher: it should be.</summary>
    public ClosedQuestion? Closed { get; init; }
}

/// <summary>Source-generated JSON of control messages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 8)]
[JsonSerializable(typeof(ControlMessage))]
internal sealed partial class ControlJson : JsonSerializerContext;
