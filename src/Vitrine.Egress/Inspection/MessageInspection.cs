using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Http;

namespace Vitrine.Egress.Inspection;

/// <summary>Inspects one message piece by piece: nothing of a piece goes on before it was judged, and its findings are on disk.</summary>
internal sealed class MessageInspection
{
    private const string Refused = "This request holds content that may not leave.";

    private readonly DoorOptions _options;
    private readonly Deciding _deciding;
    private readonly ContentFacts _facts;
    private readonly InspectPiece? _inspect;
    private byte[] _before = [];
    private bool _isBegun;
    private bool _isApproved;

    public MessageInspection(DoorOptions options, Deciding deciding, ContentFacts facts)
    {
        (_options, _deciding, _facts) = (options, deciding, facts);
        try
        {
            _inspect = options.Inspect!(facts);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What can't be inspected is refused with its first piece.
            _inspect = null;
        }
    }

    /// <summary>Judges the next piece; the verdict's decision is final. What was found is not yet recorded.</summary>
    public async ValueTask<ContentVerdict> JudgeAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken cancellationToken)
    {
        var piece = new ContentPiece(_before, bytes, !_isBegun, isLast);
        ContentVerdict verdict = await InspectAsync(piece, cancellationToken).ConfigureAwait(false);
        if (verdict.Decision.Outcome == Effect.Ask)
        {
            // One answer holds for the whole message: the question was about it.
            Decision settled = _isApproved
                ? verdict.Decision with { IsAllowed = true }
                : await _deciding.SettleAsync(new Question(_facts.Facts, verdict.Decision, verdict.Findings), cancellationToken).ConfigureAwait(false);
            _isApproved = settled.IsAllowed;
            verdict = verdict with { Decision = settled };
        }
        else if (verdict.Decision.Outcome == Effect.Redact && verdict.Rewrite is null)
        {
            verdict = verdict with { Decision = verdict.Decision with { IsAllowed = false } };
        }

        // Of a WebSocket the next message begins; what it holds together with this one is seen too.
        _isBegun = !isLast;
        Remember(bytes.Span);
        return verdict;
    }

    /// <summary>Judges a piece of a stream and records what was found; gives what goes on.</summary>
    /// <exception cref="ContentRefusedException">It may not go on.</exception>
    /// <exception cref="RecordingException">It can't be recorded.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> PassAsync(ReadOnlyMemory<byte> bytes, bool isLast, bool mayResize, CancellationToken cancellationToken)
    {
        ContentVerdict verdict = await JudgeAsync(bytes, isLast, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> result = verdict.Rewrite?.Body ?? bytes;
        if (!mayResize && result.Length != bytes.Length)
            verdict = verdict with { Decision = verdict.Decision with { IsAllowed = false } };
        if (!verdict.Decision.IsAllowed || verdict.Findings is { IsClean: false })
            await RecordAsync(verdict, cancellationToken).ConfigureAwait(false);
        return verdict.Decision.IsAllowed ? result : throw new ContentRefusedException(ReasonOf(verdict));
    }

    /// <summary>What the record holds of a verdict.</summary>
    public BodyInspected EntryOf(ContentVerdict verdict)
    {
        string direction = _facts.Direction switch
        {
            ContentDirection.Request => "request",
            ContentDirection.Sent => "sent",
            ContentDirection.Received => "received",
            _ => "response",
        };
        return new BodyInspected(_facts.Request, direction, verdict.Findings ?? BodyFindings.None, verdict.Decision)
        {
            Destination = NameOf(_facts.Facts),
            Region = verdict.Region,
        };
    }

    /// <summary>Records what was found, durably.</summary>
    /// <exception cref="RecordingException">It can't be recorded.</exception>
    public async ValueTask RecordAsync(ContentVerdict verdict, CancellationToken cancellationToken)
    {
        try
        {
            await _options.Recorder.RecordDurablyAsync(EntryOf(verdict), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RecordingException(e);
        }
    }

    /// <summary>The destination as the record's readers name hosts: without what is usual.</summary>
    public static string NameOf(in RequestFacts facts)
    {
        bool isSecure = facts.Protocol == FlowProtocol.Https;
        string host = facts.Destination.Port == (isSecure ? 443 : 80) ? facts.Destination.Host.ToUriHost() : facts.Destination.ToString();
        return isSecure ? host : "http://" + host;
    }

    /// <summary>What the agent is told.</summary>
    public static string ReasonOf(ContentVerdict verdict) => verdict.Reason ?? Refused;

    private async ValueTask<ContentVerdict> InspectAsync(ContentPiece piece, CancellationToken cancellationToken)
    {
        if (_inspect is null)
            return default;
        try
        {
            return await _inspect(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An inspection that fails on hostile bytes has not cleared them. default denies.
            return new ContentVerdict(new BodyFindings { Unscanned = [new UnscannedPart("", piece.Bytes.Length, "malformed")] }, default, null);
        }
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        int most = _options.Limits.InspectionOverlap;
        if (bytes.Length >= most)
            _before = bytes[^most..].ToArray();
        else
            _before = [.. _before.AsSpan(Math.Max(0, _before.Length + bytes.Length - most)), .. bytes];
    }
}
