using System.Collections.Concurrent;
using System.Security.Cryptography;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Meaning;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Inspects what a session sends, asks the policy what becomes of it, and reads what its answers say:
/// <code>
/// body ─► decode ─► secrets · source · identity · hidden text ─► findings ─┐
///            └────► who says what to whom                                  ├─► DataPolicy.Decide ─► let go · redact · refuse
/// target, header fields ──────────────────────────────────────────────────┘
/// </code>
/// What searches is made when the first connection is asked for, and the first body waits for it.
/// </summary>
internal sealed class ContentInspection : IDisposable
{
    // A secret cut in two is sent in small requests; a body of this size is a prompt, and holds it whole.
    private const int LongestSeam = 64 * 1024, MostHosts = 64;

    // It is decoded for its seams, and searched sooner than it is looked up in the memory.
    private const int LongestForgotten = 8 * 1024;
    private readonly Lazy<SessionPolicy> _lazyPolicy;
    private readonly NetworkPolicy _network;
    private readonly PolicyPlaces _places;
    private readonly WrittenFiles _written;
    private readonly Lazy<Task<SessionDetectors>> _detectors;
    private readonly Placeholders _placeholders;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<HostRule>> _ownKeys;
    private readonly HashSet<string> _named;
    private readonly ConcurrentDictionary<string, StreamTails> _tails = new(StringComparer.Ordinal);
    private readonly Spending _spending = new();

    public ContentInspection(SessionPlan plan, SessionPlaces places, UnixPath workspace)
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        (_network, _places, _ownKeys) = (plan.Network, new PolicyPlaces(workspace.ToString(), places.Home), plan.OwnKeys);
        _named = [.. plan.NamedByPerson];
        // The built-in defaults are YAML, which takes a while to read, and most commands send nothing.
        _lazyPolicy = new Lazy<SessionPolicy>(() => plan.Policy?.Policy ?? SessionPolicy.Of([BuiltInPolicies.Defaults]));
        _written = new WrittenFiles(workspace);
        _placeholders = new Placeholders(key);
        _detectors = new Lazy<Task<SessionDetectors>>(() => Task.Run(() => SessionDetectors.CreateAsync(plan, places, workspace, key)));
    }

    private SessionPolicy Policy => _lazyPolicy.Value;

    /// <summary>Begins to make what searches, if nobody did.</summary>
    public void Prepare() => _ = _detectors.Value;

    /// <summary>Takes an entry of the record in: files that are written are read again.</summary>
    public void Recorded(Entry entry) => _written.Add(entry);

    /// <summary>Begins to inspect one message.</summary>
    public InspectPiece Open(ContentFacts facts)
    {
        var tail = new Lazy<StreamTails>(() => new StreamTails(_detectors.Value.Result.Detectors));
        return (piece, cancellationToken) => InspectAsync(facts, piece, tail, cancellationToken);
    }

    /// <summary>Begins to read one answer.</summary>
    public AnswerReading? OpenAnswer(ContentFacts facts)
    {
        var reader = new AnswerText(BodyFactsOf(facts), facts.Header("content-encoding"));
        return new AnswerReading(reader.Append, () =>
        {
            if (reader.Complete() is not { } meaning)
                return null;
            _spending.AddTokens(facts.Facts.Destination, meaning);
            return new BodyFindings { Meaning = meaning };
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_detectors is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            _detectors.Value.Result.Dispose();
    }

    private async ValueTask<ContentVerdict> InspectAsync(ContentFacts facts, ContentPiece piece, Lazy<StreamTails> tail, CancellationToken cancellationToken)
    {
        SessionDetectors detectors = await _detectors.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        detectors.Reread(_written.Take());
        var head = new BodyHead(facts.Header("content-type"), facts.Header("content-encoding"));
        BodyFindings findings = piece.IsWhole ? InspectWhole(detectors, facts, piece.Bytes, head) : InspectPiece(detectors, piece, tail.Value, head);
        BodyFindings around = piece.IsFirst ? InspectAround(detectors, facts, out IReadOnlyList<string> concealed) : Nothing(out concealed);
        DataContext context = _spending.Before(facts.Facts.Destination, _network.PurposeOf(facts.Facts), Policy.RegionOf(facts.Facts.Destination),
            piece.Bytes.Length);
        BodyFindings all = FindingLists.Join([findings, around, new BodyFindings { Unscanned = detectors.Missing }]);
        Decision decision = Policy.Data.Decide(facts.Facts, all, context, _places);
        ContentVerdict verdict = Settle(detectors, piece, head, all, around, decision) with { Region = context.Region?.Region, Conceal = concealed };
        if (verdict.Decision.IsAllowed)
            _spending.AddBytes(facts.Facts.Destination, piece.Bytes.Length);
        return verdict;
    }

    private BodyFindings InspectWhole(SessionDetectors detectors, ContentFacts facts, ReadOnlyMemory<byte> body, BodyHead head)
    {
        BodyFindings found = body.Length is 0 or > LongestSeam
            ? detectors.Inspector.Inspect(body, head)
            : InspectWithSeam(detectors, facts.Facts.Destination, body, head);
        return facts.Direction is ContentDirection.Request && ReadMeaning(facts, body, head) is { } meaning ? found with { Meaning = meaning.Meaning } : found;
    }

    // Over requests too: what is in neither of two may be in their seam.
    private BodyFindings InspectWithSeam(SessionDetectors detectors, Destination destination, ReadOnlyMemory<byte> body, BodyHead head)
    {
        string host = destination.ToString();
        StreamTails tails = _tails.GetOrAdd(_tails.Count < MostHosts || _tails.ContainsKey(host) ? host : "", _ => new StreamTails(detectors.Detectors));
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        BodyFindings found = body.Length <= LongestForgotten ? detectors.Inspector.Inspect(decoded, []) : detectors.Inspector.Inspect(body, head);
        lock (tails)
            return FindingLists.Join([found, tails.Follow(decoded)]);
    }

    private static BodyFindings InspectPiece(SessionDetectors detectors, ContentPiece piece, StreamTails tail, BodyHead head)
    {
        byte[] joined = [.. piece.Before.Span, .. piece.Bytes.Span];
        BodyFindings found = detectors.Inspector.Inspect(joined);
        using DecodedBody decoded = BodyDecoder.Decode(piece.Bytes);
        found = FindingLists.Join([found, tail.Follow(decoded)]);
        bool isCoded = head.ContentEncoding is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);
        return isCoded ? found with { Unscanned = [.. found.Unscanned, new UnscannedPart("", piece.Bytes.Length, "streamed")] } : found;
    }

    /// <summary>Path, query and header fields. A key that the person gave the agent for this very host is where it belongs.</summary>
    private BodyFindings InspectAround(SessionDetectors detectors, ContentFacts facts, out IReadOnlyList<string> concealed)
    {
        var values = new List<string>();
        byte[] target = System.Text.Encoding.UTF8.GetBytes(facts.Facts.Target), fields = RequestText.Fields(facts), keys = RequestText.Credentials(facts);
        BodyFindings inTarget = detectors.Inspector.InspectTarget(target);
        BodyFindings inFields = Search(detectors, fields, "header", values);
        BodyFindings inKeys = Search(detectors, keys, "header", []);
        if (inTarget.Secrets.Count > 0)
            values.AddRange(SecretsOf(detectors, target));
        concealed = values;
        // A token belongs there; another's key, a private key or lines of files do not.
        inKeys = inKeys with { Secrets = [.. inKeys.Secrets.Where(secret => !IsInPlace(secret, facts))], Identity = [], HiddenText = [] };
        inTarget = inTarget with
        {
            Secrets = [.. inTarget.Secrets.Where(secret => !RequestText.IsCredentialParameter(secret.Place)
            || !IsInPlace(secret, facts))]
        };
        return FindingLists.Join([inTarget, inFields, inKeys]);
    }

    /// <summary>A key in a place for keys: one of a known form is the agent's own business, one that the person has must be for this host.</summary>
    private bool IsInPlace(SecretFound secret, ContentFacts facts) =>
        secret.Rule == "own-value" ? IsKeyOf(secret.Name, facts.Facts.Destination) : secret.Rule != "private-key";

    private bool IsKeyOf(string? name, Destination destination)
    {
        const string Variable = "environment: ";
        if (name is null || !name.StartsWith(Variable, StringComparison.Ordinal))
            return false;
        if (_named.Contains(name[Variable.Length..]))
            return true;
        if (!_ownKeys.TryGetValue(name[Variable.Length..], out IReadOnlyList<HostRule>? hosts))
            return false;
        foreach (HostRule host in hosts)
            if (host.Covers(destination))
                return true;
        return false;
    }

    private static BodyFindings Search(SessionDetectors detectors, byte[] text, string place, List<string> values)
    {
        if (text.Length == 0)
            return BodyFindings.None;
        using DecodedBody decoded = BodyDecoder.Decode(text);
        var hits = new List<Hit>();
        BodyFindings found = detectors.Inspector.Inspect(decoded, hits);
        foreach (Hit hit in hits)
            if (hit is SecretHit)
                values.Add(System.Text.Encoding.UTF8.GetString(decoded.Text.Slice(hit.Range.Start, hit.Range.Length)));
        return FindingLists.At(found, place);
    }

    private static List<string> SecretsOf(SessionDetectors detectors, byte[] target)
    {
        using DecodedBody decoded = BodyDecoder.DecodeTarget(target);
        var hits = new List<Hit>();
        detectors.Inspector.Inspect(decoded, hits);
        var values = new List<string>();
        foreach (Hit hit in hits)
        {
            if (hit is not SecretHit)
                continue;

            // As it stands in the target, percent-encoding and all.
            TextRange range = decoded.ToContent(hit.Range);
            values.Add(System.Text.Encoding.UTF8.GetString(target.AsSpan(range.Start, range.Length)));
        }

        return values;
    }

    private ContentVerdict Settle(SessionDetectors detectors, ContentPiece piece, BodyHead head, BodyFindings findings, BodyFindings around, Decision decision)
    {
        Effect secrets = Policy.Data.Secrets;
        if (decision.Outcome == Effect.Redact)
        {
            var redaction = new ContentRedaction(detectors, _placeholders, secrets == Effect.Redact, Policy.Data.Identity == Effect.Redact);
            bool isInBodyOnly = around.Secrets.Count == 0 && !findings.Secrets.Any(secret => secret.Encoding.Contains("split", StringComparison.Ordinal));
            if (piece.IsWhole && isInBodyOnly && redaction.Redact(piece.Bytes, head, out BodyFindings left) is { } rewrite)
                return new ContentVerdict(FindingLists.Redacted(findings, secrets == Effect.Redact,
                    Policy.Data.Identity == Effect.Redact) with
                { Source = left.Source },
                    decision, rewrite);

            // What can't be taken out must not leave; the rule is the one that wants it out.
            decision = decision with
            {
                IsAllowed = false,
                Effect = Effect.Deny,
                Hint = "it could not be taken out of this request; data: { secrets: record } would let it go"
            };
        }

        Effect done = !decision.IsAllowed && decision.Outcome != Effect.Ask
            ? Effect.Deny
            : secrets is Effect.Record or Effect.Allow
                ? Effect.Record
                : Effect.Deny;
        return new ContentVerdict(FindingLists.With(findings, done), decision, null) { Reason = decision.IsAllowed ? null : ReasonOf(findings, decision) };
    }

    private static string? ReasonOf(BodyFindings findings, Decision decision) =>
        findings.Secrets.Count > 0 && decision.Rule?.StartsWith("secrets", StringComparison.Ordinal) == true
            ? $"This request holds a secret that may not leave ({string.Join(", ", findings.Secrets.Select(secret => secret.Rule).Distinct().Take(3))})."
            : findings.Source.Count > 0 && decision.Rule?.StartsWith("source", StringComparison.Ordinal) == true
                ? "This request holds source that may not go to this host."
                : null;

    private static MeaningFound? ReadMeaning(ContentFacts facts, ReadOnlyMemory<byte> body, BodyHead head)
    {
        if (string.IsNullOrEmpty(head.ContentEncoding))
            return BodyReader.Read(BodyFactsOf(facts), body.Span);
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        return BodyReader.Read(BodyFactsOf(facts), decoded.ContentBytes);
    }

    private static BodyFacts BodyFactsOf(ContentFacts facts) =>
        new(facts.Facts.Destination.Host.Name, facts.Facts.Method, facts.Facts.Target, facts.Header("content-type"));

    private static BodyFindings Nothing(out IReadOnlyList<string> concealed)
    {
        concealed = [];
        return BodyFindings.None;
    }
}
