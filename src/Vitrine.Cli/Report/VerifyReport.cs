using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Verification;

namespace Vitrine.Cli.Report;

/// <summary>What <c>vitrine verify --json</c> gives; members may be added, none changes its meaning.</summary>
/// <param name="Target"><c>machine</c>, <c>directory</c>, <c>session</c> or <c>bundle</c>.</param>
/// <param name="Verdict"><c>clean</c>, <c>faulty</c> or <c>not-checked</c>.</param>
/// <param name="Ledger">The tree; of a single session's verification only its checkpoint was looked at; null for a bundle.</param>
/// <param name="Sessions">What lies on disk of each session; null for a directory and a bundle.</param>
/// <param name="Bundle">The bundle.</param>
internal sealed record VerifyReport(string Target, string Verdict, VerifiedLedger? Ledger, IReadOnlyList<VerifiedSession>? Sessions = null,
    VerifiedBundle? Bundle = null)
{
    /// <summary>The verdict as a word.</summary>
    public static string Word(LedgerVerdict verdict) => verdict switch
    {
        LedgerVerdict.Clean => "clean",
        LedgerVerdict.Faulty => "faulty",
        _ => "not-checked",
    };
}

/// <summary>A ledger in the JSON.</summary>
/// <param name="Origin">The log's name, as its checkpoint says.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">Base64.</param>
/// <param name="IsSigned">Whether the log's key has signed that.</param>
/// <param name="IsRooted">Whether the tiles have that root.</param>
/// <param name="Checked">Entries that were hashed.</param>
/// <param name="Proven">Entries that the signed root proves.</param>
/// <param name="ProvenBefore">All entries below this index that were not pruned are proven.</param>
/// <param name="FirstBad">The first entry that something is wrong with.</param>
/// <param name="MinimumIndex">Entries below it may be gone.</param>
/// <param name="Pruned">Entries that are gone.</param>
/// <param name="Sessions">Sessions in the tree.</param>
/// <param name="BehindCheckpoint">Entries in files that follow the checkpoint.</param>
/// <param name="FindingCount">How much is wrong; not all need be listed.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Notes">What is to be said and is no fault.</param>
/// <param name="Witnesses">The witnesses that were asked for.</param>
internal sealed record VerifiedLedger(
    string? Origin, long? Size, string? Root, bool IsSigned, bool IsRooted, long Checked, long Proven, long ProvenBefore, long? FirstBad, long MinimumIndex,
        long Pruned, int Sessions,
    long BehindCheckpoint, long FindingCount, IReadOnlyList<VerifiedFault> Findings, IReadOnlyList<string> Notes, IReadOnlyList<VerifiedWitness> Witnesses)
{
    public static VerifiedLedger Of(LedgerVerification found) => new(
        found.Checkpoint?.Origin, found.Checkpoint?.Size, found.Checkpoint?.Root.ToBase64(), found.IsSigned, found.IsRooted, found.Checked, found.Proven,
            found.ProvenBefore, found.FirstBad,
        found.MinimumIndex, found.Pruned, found.Sessions, found.BehindCheckpoint, found.FindingCount, [.. found.Findings.Select(VerifiedFault.Of)], found.Notes,
        [.. found.Witnesses.Select(VerifiedWitness.Of)]);
}

/// <summary>A session in the JSON.</summary>
/// <param name="Session">Its id.</param>
/// <param name="State"><c>whole</c>, <c>open</c>, <c>purged</c>, <c>faulty</c> or <c>not-checked</c>.</param>
/// <param name="Entries">Entries in its journal.</param>
/// <param name="Proven">Of these, in the tree.</param>
/// <param name="Pruned">Of these, with nothing left in the tree to compare them with.</param>
/// <param name="Sealed">Sealed parts that are right.</param>
/// <param name="Payloads">Bodies that are right.</param>
/// <param name="Purge">Who destroyed it, when and why.</param>
/// <param name="FindingCount">How much is wrong.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record VerifiedSession(
    string Session, string State, long Entries, long Proven, long Pruned, long Sealed, long Payloads, VerifiedPurge? Purge, long FindingCount,
        IReadOnlyList<VerifiedFault> Findings)
{
    public static VerifiedSession Of(SessionVerification found) => new(
        found.Session, JsonNamingPolicy.KebabCaseLower.ConvertName(found.State.ToString()), found.Entries, found.Proven, found.Pruned, found.Sealed,
            found.Payloads,
        found.Purge is { } purge ? new VerifiedPurge(purge.Index, purge.Time, purge.Actor, purge.Reason) : null, found.FindingCount,
        [.. found.Findings.Select(VerifiedFault.Of)]);
}

/// <summary>A proof bundle in the JSON.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Origin">The log's name, as the checkpoint says.</param>
/// <param name="Size">Entries of the tree.</param>
/// <param name="Root">Base64.</param>
/// <param name="Entries">Entries of the session that are in it.</param>
/// <param name="Disclosed">Of these, the ones of which more than the leaf is shown.</param>
/// <param name="HasEnd">Whether the session's end is among them, and they so are all.</param>
/// <param name="OlderSizes">Sizes of older checkpoints that the tree is shown to have grown from.</param>
/// <param name="Fault">What is wrong first: a word with hyphens; null for nothing.</param>
/// <param name="What">In words.</param>
/// <param name="Witnesses">The witnesses that were asked for.</param>
internal sealed record VerifiedBundle(
    string? Session, string? Origin, long? Size, string? Root, long Entries, long Disclosed, bool HasEnd, IReadOnlyList<long> OlderSizes, string? Fault,
        string? What,
    IReadOnlyList<VerifiedWitness> Witnesses)
{
    public static VerifiedBundle Of(ProofVerification found, IReadOnlyList<WitnessVerdict> witnesses) => new(
        found.Session, found.Checkpoint?.Origin, found.Checkpoint?.Size, found.Checkpoint?.Root.ToBase64(), found.Entries, found.Disclosed, found.HasEnd,
            found.OlderSizes,
        found.IsValid ? null : JsonNamingPolicy.KebabCaseLower.ConvertName(found.Fault.ToString()), found.Detail, [.. witnesses.Select(VerifiedWitness.Of)]);
}

/// <summary>A purge in the JSON.</summary>
/// <param name="Index">The entry that says so.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
internal sealed record VerifiedPurge(long Index, string Time, string Actor, string Reason);

/// <summary>One thing that is wrong, in the JSON.</summary>
/// <param name="Fault">Which kind: a word with hyphens.</param>
/// <param name="Index">The entry, where it is a certain one.</param>
/// <param name="File">The file, where it is a certain one.</param>
/// <param name="What">In words.</param>
internal sealed record VerifiedFault(string Fault, long? Index, string? File, string What)
{
    public static VerifiedFault Of(LedgerFinding finding) =>
        new(JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Fault.ToString()), finding.Index, finding.File, finding.What);
}

/// <summary>A witness in the JSON.</summary>
/// <param name="Name">Its key's name.</param>
/// <param name="Time">When it cosigned; null where it has not.</param>
/// <param name="AgeSeconds">How long ago that was.</param>
/// <param name="IsGood">Whether that is enough.</param>
internal sealed record VerifiedWitness(string Name, DateTimeOffset? Time, double? AgeSeconds, bool IsGood)
{
    public static VerifiedWitness Of(WitnessVerdict witness) => new(witness.Name, witness.Time, witness.Age?.TotalSeconds, witness.IsGood);
}

/// <summary>Source-generated JSON of the report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
