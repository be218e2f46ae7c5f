using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Runtime.Ledger;

/// <summary>
/// Asks witnesses to cosign a ledger's checkpoints (C2SP tlog-witness). Answers are hostile: bounded, never followed elsewhere, and nothing in them is
/// believed but a cosignature that verifies. What a witness says against a ledger is believed, for it costs a person a look and no more.
/// </summary>
public sealed class WitnessClient : IDisposable
{
    private readonly WitnessClientOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes a client for any number of witnesses.</summary>
    public WitnessClient(WitnessClientOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.Connect,
            MaxConnectionsPerServer = 2,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Offers a checkpoint for cosigning.</summary>
    /// <param name="peer">The witness.</param>
    /// <param name="checkpoint">The signed checkpoint.</param>
    /// <param name="known">Size that the witness has probably cosigned before; 0 where nobody knows.</param>
    /// <param name="tiles">The ledger, for the proof.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The note is no checkpoint.</exception>
    /// <exception cref="IOException">The ledger's tiles can't be read.</exception>
    public async Task<WitnessAnswer> OfferAsync(WitnessPeer peer, SignedNote checkpoint, long known, TileSource tiles, CancellationToken cancellationToken)
    {
        Checkpoint head = HeadOf(checkpoint);
        long old = Math.Clamp(known, 0, head.Size);
        for (bool isSecond = false; ; isSecond = true)
        {
            if (!WitnessProof.TryMake(tiles, old, head.Size, head.Root, out TreeHash[] proof))
                return new WitnessAnswer(WitnessOutcome.Refused, "the ledger's own tiles do not lead to its checkpoint", "vitrine verify says what is damaged");
            WitnessAnswer answer = await SendAsync(peer, checkpoint, head, new AddCheckpointRequest(old, proof, checkpoint.ToBytes()),
                cancellationToken).ConfigureAwait(false);
            if (answer.Outcome != WitnessOutcome.Behind)
                return answer;
            // It told another size than was thought. Once: if it changes all the time, others of this ledger's writers are being served, and a later checkpoint
            // will do.
            if (isSecond || answer.WitnessedSize == old)
                return new WitnessAnswer(WitnessOutcome.Refused, "it told two different sizes, one after the other");
            old = answer.WitnessedSize!.Value;
        }
    }

    /// <summary>
    /// Asks a witness whether it has cosigned more than this checkpoint, or something else: a directory that was rolled back may well hold an old cosignature
    /// that is good. Needs no tiles; a witness of the very same size cosigns again.
    /// </summary>
    /// <exception cref="ArgumentException">The note is no checkpoint.</exception>
    public Task<WitnessAnswer> AskAsync(WitnessPeer peer, SignedNote checkpoint, CancellationToken cancellationToken)
    {
        Checkpoint head = HeadOf(checkpoint);
        return SendAsync(peer, checkpoint, head, new AddCheckpointRequest(head.Size, [], checkpoint.ToBytes()), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Checkpoint HeadOf(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Checkpoint.TryParse(note.Text, out Checkpoint? head) ? head : throw new ArgumentException("Only checkpoints are cosigned.", nameof(note));
    }

    private async Task<WitnessAnswer> SendAsync(WitnessPeer peer, SignedNote note, Checkpoint head, AddCheckpointRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(peer);
        using var patience = new CancellationTokenSource(_options.Answer, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, peer.At("add-checkpoint")) { Content = new ByteArrayContent(request.ToBytes()) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            byte[]? body = await ReadAsync(response, either.Token).ConfigureAwait(false);
            return body is null ? Refused("its answer is longer than any can be") : Judge(peer, note, head, response, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable(FormattableString.Invariant($"it did not answer within {_options.Answer.TotalSeconds:0.#} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Unreachable(error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message);
        }
    }

    private async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[_options.LongestAnswer + 1];
        int length = 0;
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                length += read;
        }

        return length > _options.LongestAnswer ? null : buffer[..length];
    }

    private static WitnessAnswer Judge(WitnessPeer peer, SignedNote note, Checkpoint head, HttpResponseMessage response, byte[] body)
    {
        int status = (int)response.StatusCode;
        switch (status)
        {
            case (int)AddCheckpointOutcome.Cosigned:
                return Cosigned(peer, note, head, body);
            case (int)AddCheckpointOutcome.OtherSize:
                return OtherSize(head, response, body);
            case (int)AddCheckpointOutcome.Inconsistent:
                return new WitnessAnswer(
                    WitnessOutcome.Forked, "it has cosigned another history of this ledger",
                    "keep the state directory as it is: compare it with a backup, and ask who runs the witness for the checkpoint that it has");
            case (int)AddCheckpointOutcome.UnknownOrigin:
                return Refused($"it does not know {head.Origin}", "give keys/ledger.vkey of the state directory to who runs the witness");
            case (int)AddCheckpointOutcome.NotSigned:
                return Refused($"it knows another key for {head.Origin}", "give keys/ledger.vkey of the state directory to who runs the witness");
            case (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500:
                return Unreachable($"it answered {status.ToString(CultureInfo.InvariantCulture)}");
            default:
                return Refused($"it answered {status.ToString(CultureInfo.InvariantCulture)}",
                    status is >= 300 and < 400 ? "write the address that it has now into record.witness" : "");
        }
    }

    private static WitnessAnswer Cosigned(WitnessPeer peer, SignedNote note, Checkpoint head, byte[] body)
    {
        // Read behind the text alone: what the witness adds is judged, not what was there before.
        if (body.Length == 0
            || !SignedNote.TryParse([.. Encoding.UTF8.GetBytes(note.Text), (byte)'\n', .. body], out SignedNote? cosigned)
            || cosigned.Text != note.Text)
            return Refused("its answer is no cosignature");
        if (!peer.Key.TryVerifyCosignature(cosigned, out DateTimeOffset time) || time == DateTimeOffset.UnixEpoch)
            return Refused("its answer has no cosignature of its key",
                "compare the key in record.witness with what `vitrine witness key` prints on the witness's machine");
        NoteSignature cosignature = cosigned.Signatures.First(one => one.Name == peer.Key.Name && one.KeyId == peer.Key.Id);
        return new WitnessAnswer(WitnessOutcome.Cosigned) { Checkpoint = note, Cosignature = cosignature, Time = time, WitnessedSize = head.Size };
    }

    private static WitnessAnswer OtherSize(Checkpoint head, HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/x.tlog.size"
            || body is not [.. var digits, (byte)'\n']
            || !AddCheckpointRequest.TryReadSize(digits, out long size))
            return Refused("it has another size, and does not say which");
        WitnessAnswer answer = size > head.Size
            ? new(
                WitnessOutcome.RolledBack, FormattableString.Invariant($"it has cosigned {size} entries, and the ledger has {head.Size}"),
                "this disk was put back to an older state, or another machine runs with a copy of its keys")
            : new(WitnessOutcome.Behind, FormattableString.Invariant($"it has cosigned {size} of {head.Size} entries"));
        return answer with { WitnessedSize = size };
    }

    private static WitnessAnswer Refused(string why, string hint = "") => new(WitnessOutcome.Refused, why, hint);

    private static WitnessAnswer Unreachable(string why) => new(WitnessOutcome.Unreachable, why);
}
