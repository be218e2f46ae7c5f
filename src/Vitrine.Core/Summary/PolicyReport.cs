using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>The policy of a session and what it decided beside requests.</summary>
/// <param name="Digest">SHA-256 of the policy; null without a policy file.</param>
/// <param name="Layers">Its layers, the highest first.</param>
/// <param name="Decisions">Decisions about commands and files, and questions to a person.</param>
/// <param name="MoreDecisions">Decisions past that list.</param>
/// <param name="Changes">Rules that a person's answers added, in order.</param>
/// <param name="Credentials">Credentials that the door put in, or found in answers.</param>
/// <param name="Review">The changes that wait for a person; null without copy-on-write.</param>
public sealed record PolicyReport(
    string? Digest, IReadOnlyList<string> Layers, IReadOnlyList<DecisionReport> Decisions, More MoreDecisions,
    IReadOnlyList<RuleChangeReport> Changes, IReadOnlyList<CredentialReport> Credentials, ReviewReport? Review);

/// <summary>Equal decisions.</summary>
/// <param name="Subject"><c>command</c>, <c>file</c> or <c>request</c>.</param>
/// <param name="What">The command line, the path, the method and URL.</param>
/// <param name="Effect">What was decided in the end: <c>deny</c> for a question that nobody answered.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Origin">Where the rule stands.</param>
/// <param name="Hint">The line that would allow it.</param>
/// <param name="Approver">Who answered: <c>once</c>, <c>session</c>, <c>always</c>, <c>refused</c>, <c>nobody</c>; null where nobody was asked.</param>
/// <param name="Times">How often.</param>
public sealed record DecisionReport(string Subject, string What, Effect Effect, string? Rule, string? Origin, string? Hint, string? Approver, long Times);

/// <summary>A rule that a person's answer added.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Scope"><c>session</c> or <c>always</c>.</param>
/// <param name="WrittenTo">The file it was written to; null for this session only.</param>
public sealed record RuleChangeReport(string Rule, string Scope, string? WrittenTo);

/// <summary>Use of a credential at one host.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Host">The host.</param>
/// <param name="Injected">How often the door put it in.</param>
/// <param name="Reflected">In how many answers it stood and was taken out.</param>
public sealed record CredentialReport(string Name, string Host, long Injected, long Reflected);

/// <summary>Changes that wait for a person.</summary>
/// <param name="Changed">Files changed.</param>
/// <param name="Added">Files added.</param>
/// <param name="Removed">Files removed.</param>
public sealed record ReviewReport(long Changed, long Added, long Removed);
