using System.Buffers.Text;
using System.Security.Cryptography;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>That a part of a digest of what a session sends is recognised in each form, from either end, and nothing else is.</summary>
public sealed class ContentHashesTests
{
    [Fact]
    public void A_part_of_a_digest_is_recognised_in_each_form_and_from_either_end()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var session = new AuditSession(new SyntheticAgent().Run(SyntheticAudit.Baseline, Variation.Baseline, 0, seed), Variation.Baseline,
                SyntheticAudit.Baseline);
            var hashes = ContentHashes.Of(session);
            byte[] body = BodyText.Decode(session.Capture.Exchanges.First(exchange => exchange.IsModel));
#pragma warning disable CA5350, CA5351 // Recomputed to be recognised, not to protect anything.
            foreach (byte[] digest in (byte[][])[SHA256.HashData(body), SHA1.HashData(body), MD5.HashData(body), SHA512.HashData(body), SHA384.HashData(body)])
#pragma warning restore CA5350, CA5351
            {
                foreach (string text in (string[])[Convert.ToHexStringLower(digest), Convert.ToHexString(digest), Convert.ToBase64String(digest),
                    Base64Url.EncodeToString(digest)])
                {
                    int length = 7 + (seed % 14);
                    // The same words for all digests of one thing, though signs of base64 may part them anywhere: that is how two sessions' are told to be of
                    // the same.
                    string form = text == Base64Url.EncodeToString(digest)
                        ? text.AsSpan().ContainsAny('-', '_')
                            ? ", base64url"
                            : ", base64 of either alphabet"
                        : text.Length == (digest.Length + 2) / 3 * 4
                            ? ", base64"
                            : "";
                    Assert.EndsWith($"{form}), {text.Length} characters", hashes.Explain(text), StringComparison.Ordinal);
                    Assert.NotNull(hashes.Explain(text[..length]));
                    Assert.NotNull(hashes.Explain(text[^length..]));
                    // Of another digest: no part of one.
                    Assert.Null(hashes.Explain(Convert.ToHexStringLower(SHA256.HashData(digest))[..length]));
                }
            }
        }
    }

    [Theory]
    [InlineData("a hash of the body (SHA-256, base64 of either alphabet), 43 characters", "a hash of the body (SHA-256, base64), 43 characters", true)]
    [InlineData("a hash of the body (SHA-256, base64url), 43 characters", "a hash of the body (SHA-256, base64 of either alphabet), 43 characters", true)]
    [InlineData("a hash of the body (SHA-256, base64url), 43 characters", "a hash of the body (SHA-256, base64), 43 characters", false)]
    [InlineData("a hash of the body (SHA-256, base64 of either alphabet), 43 characters", "a hash of model (SHA-256, base64), 43 characters", false)]
    public void Which_of_two_alphabets_it_is_may_be_open_but_not_another(string one, string other, bool areOne) =>
        Assert.Equal(areOne, ContentHashes.AreOne(one, other));
}
