using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Core.Policy.Shell;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class ShellTests
{
    private static readonly CommandPolicy NoCurl = PolicyOf.Text("commands: { default: allow, deny: [curl, git push, /usr/bin/ssh] }").Commands;

    /// <summary>Each runs curl, git push or ssh in some way; none may pass, also where the way is not understood.</summary>
    [Theory]
    [InlineData("curl x")]
    [InlineData("/usr/bin/curl x")]
    [InlineData("true; curl x")]
    [InlineData("true && curl x")]
    [InlineData("false || curl x")]
    [InlineData("echo a | curl x")]
    [InlineData("echo a |& curl x")]
    [InlineData("sleep 1 & curl x")]
    [InlineData("echo a\ncurl x")]
    [InlineData("(curl x)")]
    [InlineData("( (curl x) )")]
    [InlineData("{ curl x; }")]
    [InlineData("{ { curl x; }; }")]
    [InlineData("echo $(curl x)")]
    [InlineData("echo \"$(curl x)\"")]
    [InlineData("echo `curl x`")]
    [InlineData("echo \"a `curl x` b\"")]
    [InlineData("cat <(curl x)")]
    [InlineData("tee >(curl x) < f")]
    [InlineData("diff <(echo a) <(curl x)")]
    [InlineData("a=$(curl x)")]
    [InlineData("a=1 b=2 curl x")]
    [InlineData("a=(1 $(curl x))")]
    [InlineData("echo ${a:-$(curl x)}")]
    [InlineData("echo $(( $(curl x) + 1 ))")]
    [InlineData("$((curl x) )")]
    [InlineData("echo $(echo $(echo $(curl x)))")]
    [InlineData("c'ur'l x")]
    [InlineData("\"curl\" x")]
    [InlineData("c\\url x")]
    [InlineData("cu\\\nrl x")]
    [InlineData("$'curl' x")]
    [InlineData("$'\\x63url' x")]
    [InlineData("{curl,x}")]
    [InlineData("c${e}url x")]
    [InlineData("$c x")]
    [InlineData("cur? x")]
    [InlineData("/usr/bin/cur* x")]
    [InlineData("if true; then curl x; fi")]
    [InlineData("if curl x; then true; fi")]
    [InlineData("while curl x; do true; done")]
    [InlineData("for i in 1 2; do curl x; done")]
    [InlineData("for i in $(curl x); do true; done")]
    [InlineData("for ((i=0; i<$(curl x); i++)); do true; done")]
    [InlineData("case a in a) curl x;; esac")]
    [InlineData("case $(curl x) in a) true;; esac")]
    [InlineData("case a in a|b) curl;; esac; curl x")]
    [InlineData("! curl x")]
    [InlineData("time curl x")]
    [InlineData("f() { curl x; }; f")]
    [InlineData("function f { curl x; }; f")]
    [InlineData("[[ a == $(curl x) ]]")]
    [InlineData("[[ a == b ]] && curl x")]
    [InlineData("env curl x")]
    [InlineData("env -i A=1 curl x")]
    [InlineData("env -u A -C /tmp curl x")]
    [InlineData("env -S 'curl x'")]
    [InlineData("echo x | xargs curl")]
    [InlineData("echo x | xargs -n 1 -P4 curl -s")]
    [InlineData("echo x | xargs -I{} sh -c 'curl {}'")]
    [InlineData("find . -exec curl {} \\;")]
    [InlineData("find . -name a -execdir curl {} +")]
    [InlineData("find . -ok curl ';'")]
    [InlineData("timeout 5 curl x")]
    [InlineData("timeout -k 1 --signal=KILL 5s curl x")]
    [InlineData("nice -n 5 curl x")]
    [InlineData("nice -5 curl x")]
    [InlineData("nohup curl x &")]
    [InlineData("stdbuf -oL curl x")]
    [InlineData("setsid -f curl x")]
    [InlineData("ionice -c2 -n 7 curl x")]
    [InlineData("flock /tmp/l curl x")]
    [InlineData("flock /tmp/l -c 'curl x'")]
    [InlineData("watch -n 1 curl x")]
    [InlineData("watch 'echo; curl x'")]
    [InlineData("sudo -u me curl x")]
    [InlineData("command curl x")]
    [InlineData("command -p curl x")]
    [InlineData("builtin command curl x")]
    [InlineData("exec curl x")]
    [InlineData("exec -a ls curl x")]
    [InlineData("timeout 1 nice env A=b nohup curl x")]
    [InlineData("sh -c 'curl x'")]
    [InlineData("bash -lc 'curl x'")]
    [InlineData("bash -o pipefail -c 'curl x'")]
    [InlineData("bash --norc -ec \"sh -c 'curl x'\"")]
    [InlineData("echo 'curl x' | sh")]
    [InlineData("sh <<< 'curl x'")]
    [InlineData("bash <<EOF\ncurl x\nEOF")]
    [InlineData("cat <<EOF\n$(curl x)\nEOF")]
    [InlineData("cat <<-EOF\n\t`curl x`\n\tEOF")]
    [InlineData("cat <<'EOF'\nx\nEOF\ncurl x")]
    [InlineData("cat <<A <<B\n1\nA\n2\nB\ncurl x")]
    [InlineData("eval curl x")]
    [InlineData("eval 'cu''rl x'")]
    [InlineData("eval \"$x\"")]
    [InlineData("trap 'curl x' EXIT")]
    [InlineData(". ./x.sh")]
    [InlineData("source x.sh")]
    [InlineData("alias ls=curl; ls")]
    [InlineData("PATH=. ls")]
    [InlineData("export PATH=.; ls")]
    [InlineData("LD_PRELOAD=./x.so ls")]
    [InlineData("busybox curl x")]
    [InlineData("/lib64/ld-linux-x86-64.so.2 /usr/bin/curl x")]
    [InlineData("git push")]
    [InlineData("git -C /x push origin")]
    [InlineData("git -c a.b=c --no-pager push")]
    [InlineData("git --git-dir=/x/.git push")]
    [InlineData("git $x")]
    [InlineData("ssh host")]
    [InlineData("echo 'a")]
    [InlineData("echo $(curl")]
    [InlineData("script -c 'curl x' /dev/null")]
    [InlineData("ls >& $(curl x)")]
    [InlineData("echo a > >(curl x)")]
    [InlineData("coproc curl x")]
    [InlineData("ls # a\ncurl x")]
    [InlineData("echo ${a@P}")]
    [InlineData("2>/dev/null curl x")]
    [InlineData("{fd}>/dev/null curl x")]
    [InlineData("<f curl x")]
    [InlineData("&>/dev/null curl x")]
    [InlineData("select x in a; do curl x; done")]
    [InlineData("until false; do curl x; done")]
    public void What_is_denied_is_found_wherever_it_hides(string text) =>
        Assert.Equal(Effect.Deny, NoCurl.DecideText(ShellCommandLine.Read(text), PolicyOf.Places).Outcome);

    [Theory]
    [InlineData("echo curl x")]
    [InlineData("git commit -m 'push curl'")]
    [InlineData("git commit -m \"$MESSAGE\"")]
    [InlineData("ls -la | grep curl > out.txt 2>&1")]
    [InlineData("cat <<'EOF'\ncurl $(x)\nEOF")]
    [InlineData("for f in *.c; do gcc -c \"$f\"; done")]
    [InlineData("if [ -f x ]; then cat x; else echo no; fi")]
    [InlineData("case $1 in start) echo a;; *) echo b;; esac")]
    [InlineData("f() { echo curl; }; f")]
    [InlineData("echo $((1 + 2)) $((a << 2))")]
    [InlineData("# curl x\nls")]
    [InlineData("find . -name '*.o' -delete")]
    [InlineData("cd src && make -j4")]
    [InlineData("[[ $a == curl && -f b ]] && ls")]
    [InlineData("a=curl; echo $a")]
    [InlineData("npm test -- --grep 'a|b'")]
    [InlineData("python3 -c 'print(1)'")]
    [InlineData("echo \"a 'b' \\\"c\\\" $d\"")]
    [InlineData("timeout 10 env A=1 make")]
    [InlineData("")]
    public void What_is_harmless_passes(string text)
    {
        Decision decision = NoCurl.DecideText(ShellCommandLine.Read(text), PolicyOf.Places);
        Assert.True(decision.IsAllowed, decision.Rule);
    }

    [Fact]
    public void A_program_text_in_another_language_is_noted() => Assert.Single(ShellCommandLine.Read("python3 -c 'import os'").Opaque);

    [Fact]
    public void Redirections_tell_what_they_open()
    {
        ShellCommandLine line = ShellCommandLine.Read("sort < in > out 2>> err <> both 2>&1 >| forced");
        Assert.Equal(["in", "out", "err", "both", "forced"], line.Redirections.Select(one => one.File.Text));
        Assert.Equal([PathAccess.Read, PathAccess.Write, PathAccess.Write, PathAccess.Write, PathAccess.Write], line.Redirections.Select(one => one.Access));
        Assert.Equal("sort", line.Commands.Single().ToString());
    }

    [Fact]
    public void Whatever_stands_there_is_read_in_bounds_and_never_throws()
    {
        var pieces = Gen.Elements("curl", " ", "\n", ";", "&", "|", "(", ")", "{", "}", "$", "$(", "$((", "${", "`", "'", "\"", "\\", "<", ">", "<<", "<<EOF",
            "EOF", "case", "esac", "in", "if", "for",
            "[[", "]]", "=", "a=", "#", "*", "eval", "sh -c", "xargs", "find -exec", "env", "!", "~", "\0", "é", "$'", "<(", "((", "))", ";;");
        Prop.ForAll(pieces.ArrayOf().ToArbitrary(),
            parts => ShellCommandLine.Read(string.Concat(parts)).Commands.All(command => command.Words.Count > 0)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("$((")]
    [InlineData("${")]
    [InlineData("<(")]
    [InlineData("(")]
    [InlineData("{ ")]
    [InlineData("`")]
    [InlineData("\"$(")]
    [InlineData("eval ")]
    [InlineData("env ")]
    [InlineData("case a in ")]
    [InlineData("<<a\n")]
    [InlineData("[[ ")]
    [InlineData("a=(")]
    [InlineData("find -exec ")]
    [InlineData("timeout 1 ")]
    [InlineData("{a,")]
    public void Hostile_repetition_stays_cheap(string piece)
    {
        // An upper bound on work, not on time: a quadratic reader would need minutes for this.
        for (int i = 0; i < 20; i++)
            Assert.NotNull(ShellCommandLine.Read(string.Concat(Enumerable.Repeat(piece, ShellBudget.LongestText / piece.Length))));
    }

    [Fact]
    public void What_is_not_understood_gets_the_strictest_that_the_policy_has()
    {
        var text = ShellCommandLine.Read("$x");
        Assert.Equal(Effect.Deny, NoCurl.DecideText(text, PolicyOf.Places).Outcome);
        Assert.Equal(Effect.Ask, PolicyOf.Text("commands: { default: allow, ask: [git push] }").Commands.DecideText(text, PolicyOf.Places).Outcome);
        Assert.Equal(Effect.Record, PolicyOf.Text("commands: { default: allow }").Commands.DecideText(text, PolicyOf.Places).Outcome);
    }
}
