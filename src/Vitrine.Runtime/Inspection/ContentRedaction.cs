using System.Text;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Redaction;
using Vitrine.Core.Model;
using Vitrine.Egress;

namespace Vitrine.Runtime.Inspection;

/// <summary>Takes out of a body what the policy wants out, and names what to put back where it comes in an answer.</summary>
internal sealed class ContentRedaction(SessionDetectors detectors, Placeholders placeholders, bool secrets, bool identity)
{
    /// <summary>The body without it; null where that can't be done, and then the body must not leave.</summary>
    /// <param name="body">The body.</param>
    /// <param name="head">What its head says.</param>
    /// <param name="left">What is in the new body: a line whose secret was taken out is no line of a file any more.</param>
    public ContentRewrite? Redact(ReadOnlyMemory<byte> body, BodyHead head, out BodyFindings left)
    {
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        var hits = new List<Hit>();
        detectors.Inspector.Inspect(decoded, hits);
        var replacements = new List<Replacement>();
        var restorations = new Dictionary<string, Restoration>(StringComparer.Ordinal);
        foreach (Hit hit in hits)
        {
            string? what = hit switch { SecretHit secret when secrets => secret.Rule, IdentityHit found when identity => found.What, _ => null };
            if (what is null)
                continue;
            ReadOnlySpan<byte> value = decoded.Text.Slice(hit.Range.Start, hit.Range.Length);
            string placeholder = placeholders.Of(what, value);
            replacements.Add(new Replacement(hit.Range, placeholder));
            restorations.TryAdd(placeholder, new Restoration(Encoding.ASCII.GetBytes(placeholder), value.ToArray()));
        }

        RedactedBody redacted = BodyRedactor.Redact(decoded, head, replacements);
        left = BodyFindings.None;
        if (redacted.Result != RedactionResult.Done)
            return null;

        // The new body is searched like any other: what two ranges hid from each other would come out here.
        left = detectors.Inspector.Inspect(redacted.Body, head with { ContentEncoding = redacted.ContentEncoding });
        if ((secrets && left.Secrets.Count > 0) || (identity && left.Identity.Count > 0))
            return null;
        return new ContentRewrite
        {
            Body = redacted.Body,
            IsDecoded = redacted.ContentEncoding is null && !string.IsNullOrEmpty(head.ContentEncoding),
            Restorations = [.. restorations.Values],
        };
    }
}
