using System.Text.Json.Serialization;
using Vitrine.Cli.Commands;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Report;

/// <summary>A session as <c>vitrine log --json</c> gives it; members may be added, none changes its meaning.</summary>
/// <param name="Session">Its id.</param>
/// <param name="State"><c>running</c>, <c>ended</c>, <c>lost</c> (its supervisor died), <c>purged</c> or <c>corrupt</c>.</param>
/// <param name="Started">When, UTC, to the second.</param>
/// <param name="Agent">Agent profile, or null for a plain command.</param>
/// <param name="Command">What was asked to run.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Network">The network mode.</param>
/// <param name="ExitStatus">The agent's exit status, when it ended.</param>
/// <param name="Seconds">How long it took, when it ended.</param>
/// <param name="Refused">How much was refused, where the end tells.</param>
/// <param name="Problem">What is wrong with a corrupt one.</param>
internal sealed record LoggedSession(
    string Session, string State, DateTimeOffset Started, string? Agent, IReadOnlyList<string>? Command, UnixPath? Workspace, string? Network,
    int? ExitStatus, double? Seconds, long? Refused, string? Problem)
{
    public static LoggedSession Of(SessionListing listing) => new(
        listing.Id.ToString(), ShowSession.Name(listing), listing.Id.StartedAt, listing.Started?.Agent, listing.Started?.Command, listing.Started?.Workspace,
            listing.Started?.Network,
        listing.Ended?.Reason == "supervisor-lost" ? null : listing.Ended?.ExitStatus, listing.Ended?.Seconds, listing.Ended?.Refused, listing.Problem);
}

/// <summary>Source-generated JSON of the list.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(List<LoggedSession>))]
internal sealed partial class LoggedSessionJson : JsonSerializerContext;
