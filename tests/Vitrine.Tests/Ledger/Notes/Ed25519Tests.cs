using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Notes;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

public sealed class Ed25519Tests
{
    private static readonly BigInteger L = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    // RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void The_standard_s_vectors_hold(string seed, string publicKey, string message, string signature)
    {
        byte[] made = new byte[64], key = Ed25519.PublicKey(Hex(seed));
        Ed25519.Sign(Hex(seed), Hex(message), made);
        Assert.Equal((publicKey, signature), (Convert.ToHexStringLower(key), Convert.ToHexStringLower(made)));
        Assert.True(Ed25519.Verify(key, Hex(message), made));
        Assert.False(Ed25519.Verify(key, [.. Hex(message), 0], made));
    }

    [Theory]
    // The ten cases of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020), in their order.
    [InlineData("8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04", false)]
    [InlineData("aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e", false)]
    [InlineData("9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009", true)]
    [InlineData("e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09", false)]
    [InlineData("e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405", false)]
    [InlineData("85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514", false)]
    [InlineData("85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22", false)]
    [InlineData("fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607", false)]
    [InlineData("84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09", false)]
    public void Points_of_small_order_and_second_encodings_are_refused(string message, string publicKey, string signature, bool isGood) =>
        Assert.Equal(isGood, Ed25519.Verify(Hex(publicKey), Hex(message), Hex(signature)));

    [Theory]
    // All fourteen encodings of the eight points of small order.
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_key_of_small_order_verifies_nothing_and_is_no_verifier_key(string point)
    {
        Assert.False(Edwards25519.IsStrictPoint(Hex(point)));
        // With S = 0 and R of small order such a key "signs" about every eighth message.
        for (byte message = 0; message < 64; message++)
            Assert.False(Ed25519.Verify(Hex(point), [message], [.. Hex(point), .. new byte[32]]));
        uint id = KeyText.Id("a", VerifierKey.Ed25519Algorithm, Hex(point));
        Assert.False(VerifierKey.TryParse(KeyText.Write("a", id, VerifierKey.Ed25519Algorithm, Hex(point)), out _));
    }

    [Theory]
    [InlineData(0, false)] // 2^255 - 19 + 0 is 0, and 1 is 1: small order as well.
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(18, true)]
    public void A_coordinate_that_is_not_below_the_prime_is_refused(int y, bool isStrict)
    {
        Assert.Equal(isStrict, Edwards25519.IsStrictPoint(Bytes(y)));
        Assert.False(Edwards25519.IsStrictPoint(Bytes(y + BigInteger.Pow(2, 255) - 19)));
        byte[] negative = Bytes(y);
        negative[31] |= 0x80;
        Assert.Equal(isStrict, Edwards25519.IsStrictPoint(negative));
    }

    [Fact]
    public void A_signature_cannot_be_turned_into_another_of_the_same_message()
    {
        for (byte i = 0; i < 16; i++)
        {
            byte[] seed = SHA256.HashData([i]), signature = new byte[64], key = Ed25519.PublicKey(seed);
            Ed25519.Sign(seed, [i], signature);
            Assert.True(Ed25519.Verify(key, [i], signature));
            BigInteger s = new(signature.AsSpan(32), isUnsigned: true);
            for (BigInteger larger = s + L; larger < BigInteger.Pow(2, 256); larger += L)
            {
                byte[] other = [.. signature[..32], .. new byte[32]];
                Assert.True(larger.TryWriteBytes(other.AsSpan(32), out _, isUnsigned: true));
                Assert.False(Ed25519.Verify(key, [i], other));
            }

            Assert.True(Edwards25519.IsCanonicalScalar(signature.AsSpan(32)));
            Assert.False(Edwards25519.IsCanonicalScalar(Bytes(L)));
            Assert.True(Edwards25519.IsCanonicalScalar(Bytes(L - 1)));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_key_message_or_signature_is_noticed()
    {
        byte[] seed = SHA256.HashData([7]), message = [1, 2, 3, 4], signature = new byte[64], key = Ed25519.PublicKey(seed);
        Ed25519.Sign(seed, message, signature);
        foreach (byte[] part in (byte[][])[key, message, signature])
        {
            for (int bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Ed25519.Verify(key, message, signature));
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(Ed25519.Verify(key, message, signature));
    }

    [Fact]
    public void Any_bytes_may_be_verified() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(),
        (key, signature) => !Ed25519.Verify(key, signature, signature) && !Ed25519.Verify(SHA256.HashData(key), key, SHA512.HashData(signature)))
        .Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_seed_of_another_length_is_misuse(int length)
    {
        Assert.Throws<ArgumentException>(() => Ed25519.PublicKey(new byte[length]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[length], [], new byte[64]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[32], [], new byte[length]));
    }

    [Fact]
    public void A_machine_without_the_library_is_told_what_to_install()
    {
        var failure = Assert.Throws<PlatformNotSupportedException>(() => LibCrypto.Require("libcrypto-that-is-not-there.so.3"));
        Assert.Contains("libcrypto-that-is-not-there.so.3 could not be loaded. Hint: install the package libssl3", failure.Message, StringComparison.Ordinal);
        LibCrypto.Require();
    }

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
