using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Remotes and identities. Baseline: a public host, and an address at a common provider.</summary>
internal static class GitLevels
{
    private static readonly string[] Remotes =
    [
        "git@git.acme-internal.net:core/widget.git", "https://gitlab.com/acme/widget.git", "", "https://bitbucket.org/acme/widget.git",
            "ssh://git@10.1.2.3:2222/team/widget.git", "git@github.com:acme/widget.git",
        "https://gitee.com/acme/widget.git", "https://dev.azure.com/acme/widget/_git/widget", "https://github.bigcorp.example/core/widget.git",
        "https://codeberg.org/acme/widget.git",
        "https://git.agency.gov/ops/widget.git", "https://git.university.edu/lab/widget.git", "https://git.firma.de/kern/widget.git",
        "https://gitflic.ru/project/acme/widget.git",
        "https://codecommit.us-east-1.amazonaws.com/v1/repos/widget", "https://github.com/anthropics/widget.git", "https://github.com/openai/widget.git",
        "https://github.com/deepseek-ai/widget.git",
        "https://huggingface.co/acme/widget", "file:///srv/git/widget.git", "https://gitlab.internal/secret/widget.git",
        "git@ssh.github.com:443/acme/widget.git", "https://git.sr.ht/~acme/widget",
    ];

    private static readonly string[] Mails =
    [
        "dev@acme-internal.net", "wang@163.com", "", "j.smith@agency.gov", "anna@firma.de", "dmitry@yandex.ru", "student@university.edu", "lee@naver.com",
            "12345+sam@users.noreply.github.com", "li.wei@qq.com",
        "ops@defence.mil", "sam@proton.me", "researcher@openai.com", "dev@anthropic.com", "eng@google.com", "eng@microsoft.com", "x@deepseek.com",
        "sam@outlook.com", "sam@icloud.com", "root@localhost",
        "kim@samsung.example", "a@startup.io", "sec@audit.example", "maria@empresa.com.br",
    ];

    public static IEnumerable<RankedLevel> All() =>
    [
        .. Remotes.Select((url, at) => Levels.Of(Factors.GitRemote, url.Length == 0 ? "none" : url, Rank(at), new MachineChanges { GitRemote = url })),
        .. Mails.Select((mail, at) => Levels.Of(Factors.GitIdentity, mail.Length == 0 ? "none" : mail, Rank(at),
            new MachineChanges { GitEmail = mail, GitName = mail.Length == 0 ? "" : null })),
        Levels.Of(Factors.GitIdentity, "name 李伟", LevelRanks.Usual, new MachineChanges { GitName = "李伟" }),
        Levels.Of(Factors.GitIdentity, "name J. Smith (CTR)", LevelRanks.Rare, new MachineChanges { GitName = "J. Smith (CTR)" }),
    ];

    private static int Rank(int at) => at < 4 ? LevelRanks.Leading : at < 12 ? LevelRanks.Usual : LevelRanks.Rare;
}
